"""What two people do at the same moment, on real connections."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.registration.models import Registration, registrations
from members.audit.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def both(one, other):
    """Run the two at the same moment; returns what they gave."""
    ready = threading.Barrier(2, timeout=10)

    def run(what):
        try:
            ready.wait()
            return what()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, [one, other]))


def states(event):
    return sorted(event.registrations.values_list("state", flat=True))


def test_the_last_place_is_given_once(make_event, make_person, monkeypatch):
    """First the control: with the lock taken away, and both made to count before either writes, it is given twice."""
    counted = threading.Barrier(2)
    free = registrations._free

    def count_together(event):
        left = free(event)
        with suppress(threading.BrokenBarrierError):
            counted.wait(timeout=1)
        return left

    def race():
        event = make_event(capacity=1)
        ann, eli = make_person(), make_person()
        both(
            lambda: Registration.take_place(event, ann, by=ann),
            lambda: Registration.take_place(event, eli, by=eli),
        )
        return states(event)

    with monkeypatch.context() as without_lock:
        without_lock.setattr(registrations, "_free", count_together)
        without_lock.setattr(registrations, "_locked", lambda event: event)
        # `fill` counts too; only the count before the writing is to be held up.
        without_lock.setattr(Registration, "fill", classmethod(lambda cls, event, **about: []))
        assert race() == ["confirmed", "confirmed"], "the control shows no race: the test below would prove nothing"
    assert race() == ["confirmed", "waiting"]


def test_giving_up_while_another_asks_leaves_no_place_empty_and_none_taken_twice(make_event, make_registration):
    event = make_event(capacity=1)
    mine, waiting = make_registration(event), make_registration(event)
    asking = waiting.person.__class__.objects.create_user("late@cxpa.example", name="Late Comer")
    both(lambda: mine.cancel(by=mine.person), lambda: Registration.take_place(event, asking, by=asking))
    waiting.refresh_from_db()
    assert waiting.is_confirmed, "who waited longer gets it"
    assert states(event) == ["cancelled", "confirmed", "waiting"]


def test_two_at_the_door_check_one_person_in_once(make_event, make_registration, hana, carol):
    event = make_event(starts_at=timezone.now() + timedelta(minutes=10))
    pk = make_registration(event).pk

    def check_in(by):
        with transaction.atomic():
            return Registration.objects.get(pk=pk).record_attendance(by=by)

    assert sorted(both(lambda: check_in(hana), lambda: check_in(carol))) == [False, True]
    assert Entry.objects.filter(action="registration.attended").count() == 1
