"""The events in somebody's digest: their own that are near, then what opened for them since the last letter."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from events.programme.models import Event
from members.accounts.audience import audiences_of
from members.accounts.zones import zone_named
from members.mail.sections import Item

from .models import Registration

AHEAD = timedelta(days=14)  # a digest comes weekly: what is further off stands in the next one
MOST = 5


def coming(person, since, until):
    """At most five Items: my next events, then events in my country or online that opened between the two moments.

    Two queries.
    """
    items = [_mine(registration, person) for registration in _my_next(person, until)]
    if len(items) < MOST:
        items += [_opened(event, person) for event in _opened_for(person, since, until)[: MOST - len(items)]]
    return items


def _my_next(person, until):
    mine = Registration.objects.of(person).active().upcoming(until).select_related("event")
    return mine.filter(event__starts_at__lte=until + AHEAD, event__cancelled_at=None)[:MOST]


def _opened_for(person, since, until):
    near = Q(kind__in=[Event.ONLINE, Event.HYBRID])
    if person.country:
        near |= Q(country=person.country)
    taken = Registration.objects.of(person).active().values("event")
    opened = Event.objects.visible_to(person).published().going_ahead().upcoming(until)
    # Imported ones came by the hundred on one day: they are found in the programme, and are no news of ours.
    opened = opened.filter(near, origin=None, open_to__in=audiences_of(person)).exclude(pk__in=taken)
    return opened.filter(published_at__gt=since, published_at__lte=until).order_by("starts_at", "id")


def _mine(registration, person):
    event = registration.event
    said = _("You have a place") if registration.is_confirmed else _("You are on the waitlist")
    return Item(
        key=f"event:{event.pk}:mine:{event.start_version}",
        headline=event.title,
        url=event.get_absolute_url(),
        detail=f"{_when(event, person)} · {event.where} · {said}",
    )


def _opened(event, person):
    return Item(
        key=f"event:{event.pk}:opened",
        headline=event.title,
        url=event.get_absolute_url(),
        detail=f"{_when(event, person)} · {event.where}",
    )


def _when(event, person):
    """In the reader's zone for what is online, in the place's own for a room: there they will look at its clocks."""
    mine = zone_named(person.time_zone) if event.has_online_part and person.time_zone != "UTC" else None
    return event.when_in(mine or event.zone)
