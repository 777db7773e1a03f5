"""Samples of the letters about a place at an event, for the gallery."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.programme.models import Event
from members.mail.gallery.samples import register

from . import ical
from .letters import in_words
from .models import Registration

ROOM = "events/registration"


def _event(kind=Event.IN_PERSON, title="How a hospital listens: a morning on the wards"):
    """An event in three weeks that stands in no table."""
    zone = ZoneInfo("Europe/Zurich")
    on = timezone.localdate() + timedelta(days=21)
    starts = datetime(on.year, on.month, on.day, 9, tzinfo=zone)
    room = {
        "venue": "Haus der Gesundheit, first floor",
        "address": "Gloriastrasse 12",
        "city": "Zurich",
        "country": "CH",
        "access": "A lift goes to the first floor. There are captions on the screen.",
    }
    return Event(
        pk=417,
        title=title,
        kind=kind,
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        time_zone="Europe/Zurich",
        host_name="CXPA Network Zurich",
        cancelled_reason="The house has water in the cellar. We look for another day and tell you.",
        **({} if kind == Event.ONLINE else room),
        **({} if kind == Event.IN_PERSON else {"online_url": "https://meet.example/wards"}),
    )


def _sample(letter, label="", *, kind=Event.IN_PERSON, entry=None, title=None, **context):
    def tells(person):
        event = _event(kind, title) if title else _event(kind)
        told = in_words(event, person) | context
        if letter == "cancelled":
            told["why"] = event.cancelled_reason
        if entry:
            place = Registration(pk=9, event=event, person=person, state=Registration.CONFIRMED)
            told["calendar"] = {"method": entry, "text": ical.letter(place, entry)}
        return told

    register(f"{ROOM}/{letter}", tells, label=label)


MOVED = {"has_place": True, "was_at": "Thursday 3 December, 09:00", "was_in": "Rathaus, Zurich, Switzerland"}

_sample("confirmed", entry="REQUEST")
_sample("confirmed", _("online"), kind=Event.ONLINE, entry="REQUEST")
_sample("confirmed", _("in person and online"), kind=Event.HYBRID, entry="REQUEST")
_sample("waiting", position=4)
_sample("promoted", entry="REQUEST")
_sample("moved", _("another time"), entry="REQUEST", **MOVED, new_time=True, new_place=False)
_sample("moved", _("another time and place"), entry="REQUEST", **MOVED, new_time=True, new_place=True)
_sample("moved", _("on the waitlist"), **MOVED | {"has_place": False}, new_time=False, new_place=True)
_sample("cancelled", entry="CANCEL")
_sample("given_up", entry="CANCEL", had_place=True, by_another=False)
_sample("given_up", _("by those who run it"), had_place=False, by_another=True)
_sample("reminder", entry="REQUEST")
_sample(
    "reminder",
    _("online, with a long title"),
    kind=Event.ONLINE,
    entry="REQUEST",
    title="Closing the loop with "
    "customers who left: what eleven insurers tried, what it cost them, and what they would never do again",
)
