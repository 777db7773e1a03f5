"""The events in somebody's digest: their own that are near, then what opened near them, or online while they wake."""

from collections import defaultdict
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from events.programme.models import Event
from members.accounts.audience import audiences_of, sees
from members.accounts.zones import zone_named
from members.mail import ranking
from members.mail.sections import Item, Why
from members.mail.sights import Thing
from members.networks.nearness import why_near

from .models import Registration

AHEAD = timedelta(days=14)  # what is further off stands in the next one
AWAKE = range(7, 22)  # hours of the reader's day in which they would begin something
MOST = 5
LOOKED_AT = 500  # of all that opened
THING = "programme"  # an event as anybody sees it in the programme


def may_see(pairs):
    """Of (Person, Thing), those whose event is published, goes ahead, and is for that person; one query, besides the
    groups of who is asked about an event for a named group."""
    events = Event.objects.published().going_ahead().in_bulk({thing.pk for _person, thing in pairs})
    return {
        (person.pk, thing)
        for person, thing in pairs
        if (event := events.get(thing.pk)) and sees(person, event.audience, event.group_id)
    }


def coming(readers, now):
    """A reader's next events, then those that opened since, near them or online in their waking hours."""
    mine = _registrations(readers)
    opened = readers.edition.once("events.opened", lambda: _opened(readers.edition))
    found = {}
    for reader in readers:
        taken = {registration.event_id for registration in mine[reader.pk]}
        items = [_mine(each, reader) for each in mine[reader.pk] if each.event.starts_at <= now + AHEAD][:MOST]
        for event in opened:
            if len(items) >= 2 * MOST:
                break
            if event.pk not in taken and _is_for(event, reader) and (why := _why(event, reader)):
                items.append(_opened_item(event, reader, why))
        found[reader.pk] = items
    return found


def _registrations(readers):
    """{pk: their places at events that come, the next first}."""
    found = defaultdict(list)
    coming = Registration.objects.active().filter(person__in=readers.pks).upcoming(readers.until)
    coming = coming.filter(event__cancelled_at=None).select_related("event").defer(*_unsaid("event__"))
    for registration in coming:
        found[registration.person_id].append(registration)
    return found


def _opened(edition):
    opened = Event.objects.published().going_ahead().upcoming(edition.now)
    # Imported ones came by the hundred on one day: they are found in the programme, and are no news of ours.
    opened = opened.filter(origin=None, published_at__gt=edition.since)
    return list(opened.select_related("host").defer(*_unsaid()).in_programme_order()[:LOOKED_AT])


def _unsaid(prefix=""):
    return [f"{prefix}{name}" for name in ("description", "description_html", "search", "address", "access")]


def _is_for(event, reader):
    if not reader.is_news(event.published_at) or event.ends_at <= reader.until:
        return False
    return sees(reader.person, event.audience, event.group_id) and event.open_to in audiences_of(reader.person)


def _why(event, reader):
    """The reason to tell a reader of an event, or None."""
    if event.kind != Event.ONLINE and (sentence := why_near(reader.person, event)):
        return Why(ranking.NEAR, sentence)
    if event.has_online_part and (event.is_all_day or timezone.localtime(event.starts_at, reader.zone).hour in AWAKE):
        return Why(ranking.AWAKE, _("Online, in your waking hours."))
    return None


def _mine(registration, reader):
    event = registration.event
    said = _("You have a place") if registration.is_confirmed else _("You are on the waitlist")
    return Item(
        key=f"event:{event.pk}:mine:{event.start_version}",
        headline=event.title,
        url=event.get_absolute_url(),
        detail=f"{_when(event, reader.person)} · {event.where}",
        why=(Why(ranking.PLACE, f"{said}."),),
        thing=Thing(THING, event.pk),
    )


def _opened_item(event, reader, why):
    return Item(
        key=f"event:{event.pk}:opened",
        headline=event.title,
        url=event.get_absolute_url(),
        detail=f"{_when(event, reader.person)} · {event.where}",
        why=(why,),
        words=len(event.summary.split()),
        thing=Thing(THING, event.pk),
    )


def _when(event, person):
    """In the reader's zone for what is online, in the place's own for a room: there they will look at its clocks."""
    mine = zone_named(person.time_zone) if event.has_online_part and person.time_zone != "UTC" else None
    return event.when_in(mine or event.zone)
