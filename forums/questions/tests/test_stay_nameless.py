"""Who asked or answered without a name accepts, is thanked and tells what came of it without one too."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forums.discussions.models import Topic
from forums.questions.models import Acceptance, Outcome
from forums.questions.tasks import ask_what_came
from members.audit.models import Entry
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(nameless_topic):
    topic = nameless_topic(kind="question")
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def post(topic, eli):
    return topic.reply(by=eli, body="Start with the complaints.")


def test_the_nameless_asker_accepts_and_no_row_says_who(ann, ann_client, client, carol_client, topic, post):
    ann_client.post(reverse("questions:acceptance", args=[topic.pk, post.number]))
    ann_client.post(reverse("questions:outcome", args=[topic.pk, post.number]), {"kind": "worked", "words": "Truly."})
    acceptance, outcome = Acceptance.objects.get(), Outcome.objects.get()
    assert acceptance.by.is_nameless
    assert outcome.person.is_nameless
    assert not Entry.objects.filter(by=ann, action__startswith="questions.").exists()
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f"This helped {topic.voice}, who asked" in page
    seen = [
        page,
        carol_client.get(reverse("questions:outcomes", args=[topic.pk, post.number])).content.decode(),
        *(carol_client.get(f"/admin/questions/{name}/").content.decode() for name in ["acceptance", "outcome"]),
        *Notice.objects.filter(kind__startswith="forums/questions")
        .exclude(person=ann)
        .values_list("headline", flat=True),
    ]
    assert [each for each in seen if "Ann Okafor" in each or ann.email in each] == []


def test_the_nameless_asker_is_asked_by_a_letter_staff_do_not_see_into(ann, client, topic, post, clock):
    Acceptance.accept(post, by=ann)
    clock(timedelta(days=31))
    ask_what_came()
    letter = Mail.objects.get(kind="forums/questions/outcome")
    assert (letter.to, letter.is_private) == (ann, True)
    assert Notice.objects.get(person=ann, kind="forums/questions/outcome").is_private
    token = Acceptance.objects.get().follow_ups.get(days=30).token
    client.post(reverse("questions:told", args=[token]), {"kind": "not"})
    assert Outcome.objects.get().person.is_nameless


def test_the_nameless_author_hears_that_it_helped_and_tells_nothing_of_their_own(
    ann, make_topic, eli, works, crowd, eli_client, hana
):
    topic = make_topic(kind="question")
    works(eli)
    crowd(7)
    post = topic.reply(by=eli, body="Without my name.", safely=True)
    Acceptance.accept(post, by=ann)
    Outcome.tell(post, by=hana, kind="worked")
    kinds = Notice.objects.filter(person=eli, kind__startswith="forums/questions").values_list("kind", "is_private")
    assert set(kinds) == {("forums/questions/accepted", True), ("forums/questions/came", True)}
    assert eli_client.get(reverse("questions:outcome", args=[topic.pk, post.number])).status_code == 403
    assert not Notice.objects.filter(person=post.author).exists()
