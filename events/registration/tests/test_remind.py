from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.registration.models import Reminder
from events.registration.tasks import remind

pytestmark = pytest.mark.django_db


@pytest.fixture
def reminders(mails):
    return lambda: mails(kind="events/registration/reminder")


@pytest.fixture
def place(make_registration, ann):
    """Ann's place at an event in seven days."""
    return make_registration(person=ann)


def hours_before(place, hours):
    return place.event.starts_at - timedelta(hours=hours)


def test_a_day_before_one_is_reminded_once(place, clock, reminders, ann):
    clock(hours_before(place, 24.2))
    remind()
    assert reminders() == []
    clock(hours_before(place, 23.9))
    remind()
    remind()
    letter = reminders()[0]
    letter.render()
    assert len(reminders()) == 1
    assert letter.key == f"reg:{place.pk}:T-24h:1:to:{ann.pk}"
    assert "Haus am See" in letter.text
    assert "No steps, lift to the first floor." in letter.text
    assert letter.subject.startswith("Coffee and journey maps: ")


def test_online_the_letter_says_how_to_join_and_not_where(make_event, make_registration, clock, reminders):
    place = make_registration(make_event(kind="online", city="", online_url="https://meet.example/secret"))
    clock(hours_before(place, 20))
    remind()
    letter = reminders()[0]
    letter.render()
    assert "To join online" in letter.text
    assert "Haus am See" not in letter.text
    assert "meet.example" not in letter.text


def test_a_moved_event_reminds_anew(place, clock, reminders, carol):
    clock(hours_before(place, 23))
    remind()
    event = place.event
    event.move(event.starts_at + timedelta(days=7), event.ends_at + timedelta(days=7), by=carol)
    remind()
    assert len(reminders()) == 1
    clock(event.starts_at - timedelta(hours=23))
    remind()
    assert len(reminders()) == 2


def test_moved_after_it_was_due_only_the_new_start_counts(place, clock, reminders, carol):
    event = place.event
    clock(hours_before(place, 23))
    event.move(event.starts_at + timedelta(days=7), event.ends_at + timedelta(days=7), by=carol)
    remind()
    assert reminders() == []


def test_who_came_late_needs_no_reminder(make_event, make_registration, clock, reminders):
    event = make_event()
    clock(event.starts_at - timedelta(hours=5))
    make_registration(event)
    remind()
    assert reminders() == []
    assert Reminder.objects.get().state == "latecomer"


@pytest.mark.parametrize(("hours", "state"), [(6.1, "sent"), (5.9, "missed"), (-1, "missed")])
def test_too_late_it_is_written_down_and_not_sent(place, clock, reminders, hours, state):
    clock(hours_before(place, hours))
    remind()
    assert Reminder.objects.get().state == state
    assert len(reminders()) == (state == "sent")


def test_what_is_given_up_or_cancelled_is_not_reminded_of(make_registration, clock, reminders, carol):
    given_up, cancelled = make_registration(), make_registration()
    given_up.cancel(by=given_up.person)
    cancelled.event.cancel(by=carol, reason="The speaker is ill.")
    clock(hours_before(cancelled, 20))
    remind()
    assert reminders() == []
    assert not Reminder.objects.exists()


def test_who_waits_is_not_reminded(make_event, make_registration, clock, reminders):
    event = make_event(capacity=1)
    place, _waiting = make_registration(event), make_registration(event)
    clock(hours_before(place, 20))
    remind()
    assert [letter.to for letter in reminders()] == [place.person]


@pytest.mark.django_db(transaction=True)
def test_two_workers_remind_once(place, clock, reminders):
    from concurrent.futures import ThreadPoolExecutor

    now = hours_before(place, 20)

    def work(_):
        try:
            return Reminder.decide(place.pk, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [False, False, False, True]
    assert len(reminders()) == 1
    assert Reminder.objects.count() == 1


def test_the_key_alone_would_stop_a_second_letter(place, clock, reminders):
    clock(hours_before(place, 20))
    remind()
    Reminder.objects.all().delete()
    remind()
    assert len(reminders()) == 1
    assert timezone.now() > hours_before(place, 24)
