import pytest
from django.urls import reverse

from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def post_closure(client, topic, **fields):
    return client.post(reverse("forums:closure", args=[topic.pk]), fields)


def test_the_person_who_started_it_closes_and_reopens(ann_client, ann, topic):
    post_closure(ann_client, topic)
    topic.refresh_from_db()
    assert topic.closed_by == ann
    post_closure(ann_client, topic, reopen="1")
    topic.refresh_from_db()
    assert topic.closed_at is None


def test_closing_twice_keeps_the_first_moment_and_records_once(ann, topic):
    topic.close(by=ann)
    first = topic.closed_at
    topic.close(by=ann)
    assert topic.closed_at == first
    assert Entry.objects.filter(action="discussions.closed").count() == 1


@pytest.mark.parametrize(("who", "closes"), [("eli_client", False), ("maya_client", True), ("client", False)])
def test_others_may_not_but_moderators_may(request, topic, who, closes):
    post_closure(request.getfixturevalue(who), topic)
    topic.refresh_from_db()
    assert (topic.closed_at is not None) == closes


def test_looking_at_the_address_closes_nothing(ann_client, topic):
    assert ann_client.get(reverse("forums:closure", args=[topic.pk])).status_code == 405
