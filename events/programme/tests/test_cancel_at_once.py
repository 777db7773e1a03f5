from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from events.programme.models import Event
from events.programme.signals import event_cancelled
from members.audit.models import Entry


def cancel_together(event, people):
    """Each of `people` cancels their own copy of the event at the same moment."""
    copies, start = [Event.objects.get(pk=event.pk) for _ in people], Barrier(len(people))

    def cancel(copy, person):
        try:
            start.wait(timeout=10)
            copy.cancel(by=person, reason=f"Says {person}.")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as crowd:
        list(crowd.map(cancel, copies, people))


@pytest.fixture
def told():
    """Who was told of a cancelled event, once per telling."""
    heard = []

    def hear(sender, by, **more):
        heard.append(by)

    event_cancelled.connect(hear, sender=Event)
    yield heard
    event_cancelled.disconnect(hear, sender=Event)


@pytest.mark.django_db(transaction=True)
def test_cancelled_by_host_and_staff_at_the_same_moment_it_is_told_once(make_event, hana, carol, told):
    event = make_event()
    cancel_together(event, [hana, carol])
    event.refresh_from_db()
    assert told == [event.cancelled_by]
    assert event.sequence == 1
    assert Entry.objects.filter(action="programme.cancelled").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_it_would_be_told_twice(make_event, hana, carol, told, monkeypatch):
    """The control: if this fails, the test above proves nothing."""
    event = make_event()
    together = Barrier(2)

    def read_without_holding(self):
        self.refresh_from_db()
        together.wait(timeout=10)

    monkeypatch.setattr(Event, "_lock", read_without_holding)
    cancel_together(event, [hana, carol])
    assert len(told) == 2
