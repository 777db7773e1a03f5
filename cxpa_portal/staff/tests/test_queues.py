"""The admin's first page: what waits, since when, and for whom."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from cxpa_portal.staff.queues import queues
from members.mail.outbox import send_rendered

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost_letter(ann, mails):
    send_rendered("members/billing/paid", key="k", to=ann, address=ann.email, subject="Lost", text="t", html="")
    mails()[0].failed("550 no such mailbox")


def test_what_waits_stands_on_the_first_page_and_leads_to_its_rows(carol_client, lost_letter, ann):
    page = carol_client.get(reverse("admin:index"))
    [queue] = [queue for queue in page.context["queues"] if queue.label == "Letters that did not arrive"]
    assert queue.count == 1
    assert queue.oldest is not None
    rows = carol_client.get(queue.url)
    assert "Lost" in rows.content.decode()


def test_the_link_of_a_queue_shows_only_what_waits(carol_client, lost_letter, ann, mails):
    send_rendered("members/billing/paid", key="k2", to=ann, address=ann.email, subject="Arrived", text="t", html="")
    mails()[1].arrived()
    page = carol_client.get(reverse("admin:index"))
    rows = carol_client.get(next(iter(page.context["queues"])).url).content.decode()
    assert "Lost" in rows
    assert "Arrived" not in rows


def test_an_empty_queue_is_named_as_empty(carol_client):
    page = carol_client.get(reverse("admin:index"))
    assert not page.context["queues"]
    assert "Nothing waits for you" in page.content.decode()


def test_staff_see_the_queues_of_their_permissions_alone(make_person, client_of, lost_letter):
    helper = make_person(is_staff=True)
    assert client_of(helper).get(reverse("admin:index")).context["queues"] == []
    helper.user_permissions.add(Permission.objects.get(codename="view_mail"))
    assert len(client_of(helper).get(reverse("admin:index")).context["queues"]) == 1


def test_every_queue_leads_to_a_list_that_knows_its_filter(carol_client, carol):
    for queue in queues(carol):
        assert carol_client.get(queue.url).status_code == 200, queue.label


def test_a_proposed_event_waits_for_staff(carol_client, make_event, hana):
    make_event(title="A room in Tbilisi", published_at=None, proposed_at=timezone.now(), host=hana)
    page = carol_client.get(reverse("admin:index"))
    [queue] = page.context["queues"]
    assert (str(queue.label), queue.count) == ("Events proposed", 1)
    assert "A room in Tbilisi" in carol_client.get(queue.url).content.decode()
