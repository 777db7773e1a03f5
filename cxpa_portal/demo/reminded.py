"""Reminders of events, decided for all places at once: the very rows that Reminder.decide would have written.

That both ways lead to the same rows is tested (tests/test_same_rows.py).
"""

from django.utils import timezone

from events.registration.models import Reminder


def remind_of_events():
    """What events.registration.tasks.remind does, place by place and each under its lock."""
    now = timezone.now()
    due = Reminder.undecided(now).select_related("event__host", "person").order_by("event__starts_at", "id")
    for reminder in Reminder.objects.bulk_create(Reminder.judged(place, now=now) for place in due):
        reminder.tell()
