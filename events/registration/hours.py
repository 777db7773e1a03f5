"""When things at an event open and close."""

from datetime import timedelta

JOIN_OPENS = timedelta(minutes=15)  # before the start; closes with the end
DOOR_OPENS = timedelta(hours=2)  # before the start: who sets up the room checks in the early ones
DOOR_CLOSES = timedelta(days=3)  # after the end: lists on paper are typed in the days after
REMINDER_BEFORE = timedelta(hours=24)
REMINDER_LATEST = timedelta(hours=18)  # after it was due: nearer than six hours to the start nobody is helped


def join_opens_at(event):
    return event.starts_at - JOIN_OPENS


def can_be_joined(event, now):
    """Whether the way into an online event is open."""
    return bool(event.online_url) and not event.is_cancelled and join_opens_at(event) <= now < event.ends_at


def door_opens_at(event):
    return event.starts_at - DOOR_OPENS


def door_is_open(event, now):
    """Whether people can be checked in."""
    return not event.is_cancelled and door_opens_at(event) <= now <= event.ends_at + DOOR_CLOSES


def reminder_due_at(event):
    return event.starts_at - REMINDER_BEFORE
