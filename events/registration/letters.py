"""What people hear of their places: a letter with the entry for their calendar, and a notice of what others did.

Everything a letter says is written down in words when it is asked for, in the reader's own time zone; the calendar
entry too, so that a letter sent late says what was true when it was meant.
"""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.programme.times import same_clock
from members.accounts.zones import zone_named
from members.mail.notices import tell
from members.mail.outbox import send
from members.mail.sights import Thing

from . import ical

THING = "event"  # what letters of this room are about


def confirmed(registration, *, by):
    """The person has a place."""
    _write("confirmed", registration, **_entry(registration))
    _tell_if_by_another("confirmed", registration, by, _("You have a place at %(event)s"))


def waiting(registration, *, position, by):
    """The person is in line for a place, as number `position`."""
    _write("waiting", registration, position=position)
    _tell_if_by_another("waiting", registration, by, _("You are on the waitlist of %(event)s"))


def promoted(registration):
    """A place became free, and it is this person's."""
    _write("promoted", registration, **_entry(registration))
    _tell("promoted", registration, _("A place became free: you have it. %(event)s"))


def given_up(registration, *, had_place, by):
    """The place, or the place in the line, is given up."""
    entry = _entry(registration, method="CANCEL") if had_place else {}
    _write("given_up", registration, had_place=had_place, by_another=by != registration.person, **entry)
    _tell_if_by_another("given-up", registration, by, _("You no longer have a place at %(event)s"))


def reminder(registration, *, key):
    """It is tomorrow."""
    _write("reminder", registration, key=key, **_entry(registration))
    _tell("reminder", registration, _("Coming up: %(event)s"), number=registration.event.start_version)


def moved(registration, *, was):
    """The event has another time or place; `was` is what event_moved says of the old one."""
    event = registration.event
    has_place = registration.is_confirmed
    _write(
        "moved",
        registration,
        key=f"reg:{registration.pk}:moved:{event.sequence}",
        has_place=has_place,
        new_time=was["starts_at"] != event.starts_at.isoformat() or was["ends_at"] != event.ends_at.isoformat(),
        new_place=was["where"] != str(event.where) or was["venue"] != event.venue,
        was_at=_moment_in_words(was["starts_at"], event.zone),
        was_in=", ".join(part for part in [was["venue"], was["where"]] if part),
        **(_entry(registration) if has_place else {}),
    )
    _tell("moved", registration, _("Moved: %(event)s"), number=event.sequence)


def cancelled(registration):
    """The event will not happen."""
    entry = _entry(registration, method="CANCEL") if registration.is_confirmed else {}
    _write("cancelled", registration, why=registration.event.cancelled_reason, **entry)
    _tell("cancelled", registration, _("Cancelled: %(event)s"))


def notice_key(event, word, number):
    """Starts with what `notices_of` asks for, so that looking at the event reads its notices."""
    return f"event:{event.pk}:{word}:{number}"


def notices_of(person, event):
    """The notices of `person` about `event`."""
    return person.notices.filter(key__startswith=f"event:{event.pk}:")


def in_words(event, person):
    """When and where `event` is, for a letter to `person`: words only."""
    zone = zone_named(person.time_zone) or event.zone
    says_zone = person.time_zone != "UTC"  # what accounts have that never said one
    when_yours = event.when_in(zone) if says_zone and not same_clock(event, zone) else ""
    return {
        "event": event.title,
        "url": event.get_absolute_url(),
        "give_up_url": reverse("events:cancellation", args=[event.pk]),
        "programme_url": reverse("events:programme"),
        "when": event.when_in(event.zone),
        "zone_place": "" if event.is_all_day else str(event.zone_place),
        "when_yours": when_yours,
        "short_when": when_yours or event.when_in(event.zone),
        "where": str(event.where),
        "venue": event.venue,
        "address": event.address,
        "access": event.access,
        "has_room": event.kind != event.ONLINE,
        "has_online_part": event.has_online_part,
        "host": str(event.hosted_by),
    }


def _write(kind, registration, key=None, **context):
    send(
        f"events/registration/{kind}",
        to=registration.person,
        key=key or f"reg:{registration.pk}:{kind}",
        about=Thing(THING, registration.event_id),
        **in_words(registration.event, registration.person),
        **context,
    )


def _entry(registration, method="REQUEST"):
    return {"calendar": {"method": method, "text": ical.letter(registration, method)}}


def _tell(word, registration, headline, number=None):
    event = registration.event
    tell(
        registration.person,
        f"events/registration/{word.replace('-', '_')}",
        headline=headline % {"event": event.title},
        url=event.get_absolute_url(),
        key=notice_key(event, word, number or registration.pk),
    )


def _tell_if_by_another(word, registration, by, headline):
    """Nobody needs news of what they just did themselves."""
    if by != registration.person:
        _tell(word, registration, headline)


def _moment_in_words(text, zone):
    return written(timezone.localtime(datetime.fromisoformat(text), zone), pgettext("whole moment", "l j F, H:i"))
