"""Quiet hours: letters that can wait do, by the clock of the person, over weekends and changes of the clocks."""

from datetime import UTC, datetime

import pytest
from django.core import mail as django_mail
from django.urls import reverse

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import QuietHours
from members.mail.outbox import send

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {"subject": "a journey nobody owns", "words": "We gave it away.", "url": "/discussions/"}


@pytest.fixture(autouse=True)
def _quiet_kind(_sample_kind):
    kinds.register(KIND, label="Sample news", reason="You follow the sample.", quiet=True)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def hours(person, zone, starts=22, ends=7, weekends=False):
    person.time_zone = zone
    return QuietHours(person=person, starts=starts, ends=ends, weekends=weekends)


@pytest.mark.parametrize(
    ("zone", "due", "leaves"),
    [
        ("Europe/Zurich", "2026-07-01T19:59", "2026-07-01T19:59"),  # 21:59
        ("Europe/Zurich", "2026-07-01T20:00", "2026-07-02T05:00"),  # 22:00
        ("Europe/Zurich", "2026-07-02T04:59", "2026-07-02T05:00"),  # 06:59
        ("Europe/Zurich", "2026-07-02T05:00", "2026-07-02T05:00"),  # 07:00
        ("Pacific/Kiritimati", "2026-07-01T09:00", "2026-07-01T17:00"),  # UTC+14: 23:00 of the same day
        ("Pacific/Pago_Pago", "2026-07-01T12:00", "2026-07-01T18:00"),  # UTC-11: 01:00
        ("Asia/Kathmandu", "2026-07-01T17:00", "2026-07-02T01:15"),  # UTC+5:45: 22:45
        ("Europe/Zurich", "2026-03-28T22:00", "2026-03-29T05:00"),  # the night that lacks an hour
        ("Europe/Zurich", "2026-10-24T21:00", "2026-10-25T06:00"),  # the night that has one twice
    ],
)
def test_the_end_is_by_the_persons_clock(ann, zone, due, leaves):
    assert hours(ann, zone).over_at(at(due)) == at(leaves)


@pytest.mark.parametrize(
    ("due", "leaves"),
    [
        ("2026-03-29T00:30", "2026-03-29T01:00"),  # until 2: that hour does not exist, and is over at 3 (01:00 UTC)
        ("2026-10-24T23:30", "2026-10-25T00:00"),  # until 2, which the clocks show twice: the first counts
        ("2026-10-25T01:30", "2026-10-25T01:30"),  # the second time it is 2 and a half, the quiet is long over
    ],
)
def test_an_end_that_is_left_out_or_comes_twice(ann, due, leaves):
    assert hours(ann, "Europe/Zurich", ends=2).over_at(at(due)) == at(leaves)


@pytest.mark.parametrize(
    ("due", "leaves"),
    [
        ("2026-07-03T21:00", "2026-07-06T05:00"),  # Friday 23:00: over the weekend and the night after it
        ("2026-07-04T10:00", "2026-07-06T05:00"),
        ("2026-07-05T21:59", "2026-07-06T05:00"),
        ("2026-07-06T05:00", "2026-07-06T05:00"),
    ],
)
def test_the_weekend_can_be_quiet_too(ann, due, leaves):
    assert hours(ann, "Europe/Zurich", weekends=True).over_at(at(due)) == at(leaves)


def test_quiet_hours_can_lie_within_a_day(ann):
    midday = hours(ann, "UTC", starts=12, ends=14)
    assert midday.over_at(at("2026-07-01T13:30")) == at("2026-07-01T14:00")
    assert midday.over_at(at("2026-07-01T23:30")) == at("2026-07-01T23:30")


def test_a_letter_of_the_night_comes_in_the_morning(ann, clock, mails):
    clock(at("2026-07-01T23:00"))
    QuietHours.keep(ann, starts=22, ends=7, weekends=False)
    send(KIND, to=ann, key="post:1", **NEWS)
    assert deliver_due() == 0
    assert mails()[0].due_at == at("2026-07-02T07:00")
    clock(at("2026-07-02T07:00"))
    assert deliver_due() == 1


def test_what_must_arrive_and_what_cannot_wait_comes_at_once(ann, clock):
    clock(at("2026-07-01T23:00"))
    QuietHours.keep(ann, starts=22, ends=7, weekends=False)
    kinds.register(KIND, label="Receipt", reason="You paid.", quiet=True, is_required=True)
    send(KIND, to=ann, key="receipt:1", **NEWS)
    kinds.register("sample/news", label="Reminder", reason="You asked.", quiet=False)
    send(KIND, to=ann, key="reminder:1", **NEWS)
    assert deliver_due() == 2


def test_hours_chosen_after_the_letter_was_written_count(ann, clock, mails):
    clock(at("2026-07-01T23:00"))
    send(KIND, to=ann, key="post:1", **NEWS)
    QuietHours.keep(ann, starts=22, ends=7, weekends=False)
    assert deliver_due() == 0
    assert mails()[0].due_at == at("2026-07-02T07:00")
    assert mails()[0].attempts == 0, "waiting is no attempt"
    assert not django_mail.outbox


def test_who_flew_on_is_asked_by_the_new_clock(ann, clock, mails):
    clock(at("2026-07-01T23:00"))
    QuietHours.keep(ann, starts=22, ends=7, weekends=False)
    send(KIND, to=ann, key="post:1", **NEWS)
    ann.time_zone = "America/Los_Angeles"
    ann.save(update_fields=["time_zone"])
    clock(at("2026-07-02T07:00"))  # midnight there
    assert deliver_due() == 0
    assert mails()[0].due_at == at("2026-07-02T14:00")


def test_nobody_has_quiet_hours_until_they_ask(ann_client, ann):
    page = ann_client.get(reverse("mail:preferences"))
    assert page.context["quiet"].initial == {"wanted": False, "starts": 22, "ends": 7, "weekends": False}


def test_one_keeps_and_drops_them_on_the_page(ann_client, ann):
    url, form = reverse("mail:quiet_hours"), {"wanted": "on", "starts": "21", "ends": "8", "weekends": "on"}
    for _ in range(2):
        assert ann_client.post(url, form).status_code == 302
    assert (ann.quiet_hours.starts, ann.quiet_hours.ends, ann.quiet_hours.weekends) == (21, 8, True)
    ann_client.post(url, {"starts": "21", "ends": "8"})
    assert not QuietHours.objects.exists()


def test_hours_that_end_when_they_begin_are_refused_beside_the_field(ann_client):
    answer = ann_client.post(reverse("mail:quiet_hours"), {"wanted": "on", "starts": "7", "ends": "7"})
    assert answer.status_code == 422
    assert "They end when they begin" in answer.content.decode()
    assert not QuietHours.objects.exists()
