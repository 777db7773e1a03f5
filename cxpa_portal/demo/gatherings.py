"""What the demo community meets for: events that were and that will be, and two CX Days with their rooms."""

from datetime import timedelta
from functools import cache, partial

from django.utils import timezone

from events.cxday.models import Campaign
from events.programme.models import Event, EventOrigin
from events.registration.models import Registration
from members.accounts.models import Person

from . import places
from .announcements import SOURCE, announce
from .cast import address_of, told_in
from .chance import lot
from .guests import guests
from .knowing import person_named
from .moments import at_clock, cx_days, moment, start

KNOWN_FOR = timedelta(days=40)  # how long before it an event of the past was announced
EVE = timedelta(hours=3)  # how long before it nobody asks for a place any more
ROOM_KNOWN_FOR = timedelta(days=30)


@cache
def _content(name):
    return told_in(f"events/{name}")


def read(now):
    """Every event, as dicts with `starts_at`, `ends_at`, `announced_at` and, of a CX Day, its `year`."""
    for about in _content("coming.toml")["event"]:
        yield _timed(
            about, start(about.get("moved_from", about["at"]), now, about["zone"]), moment(about["announced"], now)
        )
    for about in _content("past.toml")["event"]:
        starts_at = start(about["at"], now, about["zone"])
        yield _timed(about, starts_at, starts_at - KNOWN_FOR)
    for which, day in zip(["last", "next"], cx_days(now), strict=True):
        yield from _rooms(which, day, now)


def acts(now):
    """(moment, do) of the events that are not there yet, with all that happened to them."""
    there = set(EventOrigin.objects.filter(source=SOURCE).values_list("key", flat=True))
    years = set(Campaign.objects.values_list("year", flat=True))
    joined = {person.email.split("@")[0]: person.joined_at for person in Person.objects.all()}
    for which, day in zip(["last", "next"], cx_days(now), strict=True):
        if day.year not in years:
            yield (
                _known_since(day, now) - timedelta(days=1),
                partial(_set_campaign, day, _content("cx-day.toml")[which]),
            )
    new = [about for about in read(now) if about["key"] not in there]
    for abouts in _announced_together(new):
        yield min(about["announced_at"] for about in abouts), partial(announce, abouts)
    held = [about for about in new if "proposed" not in about]
    for abouts in _come_together(held, now):
        yield from _registrations(abouts, joined, now)
    for about in held:
        yield from _changes(about, now)


def _announced_together(abouts):
    """The events outside of CX Days, and those of each CX Day, the first announced first."""
    years = sorted({about.get("year", 0) for about in abouts})
    for year in years:
        of_it = [about for about in abouts if about.get("year", 0) == year]
        yield sorted(of_it, key=lambda about: about["announced_at"])


def _rooms(which, day, now):
    """The rooms and sessions of the CX Day on the date `day`; `which` is "last" or "next"."""
    rooms = [{"kind": "in_person"} | room for room in _content("cx-day.toml")["room"]]
    sessions = [
        {"kind": "online", "online_url": _link(each)} | each for each in _content("cx-day.sessions.toml")["session"]
    ]
    for room in rooms + sessions:
        host, came = room["host"], room.get("came", 2)
        taken = came + 1 + lot(host, day.year) % 3
        changes = {"key": f"cx-day-{day.year}-{host}", "year": day.year, "came": 0, "places_taken": taken}
        if which == "last":
            if "last" not in room:
                continue
            changes |= {"title": room["last"], "came": came, "places_taken": came + 1, "summary": "", "description": ""}
        announced_at = _known_since(day, now) + timedelta(hours=lot(host) % 90)
        if "proposed" in room:
            announced_at = moment(room["proposed"], now)
        yield _timed(room | changes, at_clock(day, room["at"], room["zone"]), announced_at)


def _link(session):
    return f"https://meet.cxpa.example/cx-day-{session['host']}"


def _known_since(day, now):
    """When the rooms of the CX Day on `day` were announced: some weeks before it, or before now."""
    return min(at_clock(day, "12:00", "UTC"), now - timedelta(days=5)) - ROOM_KNOWN_FOR


def _timed(about, starts_at, announced_at):
    ends_at = starts_at + timedelta(minutes=about["minutes"])
    return about | {"starts_at": starts_at, "ends_at": ends_at, "announced_at": announced_at}


def _come_together(abouts, now):
    """The events of the last CX Day, those that are still to come, and each of the others alone."""
    together = {}
    for about in abouts:
        occasion = "coming" if _asked_until(about, now) < about["starts_at"] - EVE else about.get("year", about["key"])
        together.setdefault(occasion, []).append(about)
    return together.values()


def _asked_until(about, now):
    return min(about["starts_at"] - EVE, now - timedelta(minutes=10))


def _registrations(abouts, joined, now):
    """Who asked for a place at each of them, and who came."""
    abouts = sorted(abouts, key=lambda about: _asked_until(about, now))
    until = max(_asked_until(about, now) for about in abouts)
    asked = {about["key"]: _asked(about, joined, now) for about in abouts}
    yield until, partial(_take_places, asked)
    for about in abouts:
        for key in about.get("given_up", []):
            # After everyone has asked, so that somebody is waiting for it.
            yield until, partial(_give_up, about["key"], key)
    came = [(about, _first(asked[about["key"]], about.get("joined", about.get("came", 0)))) for about in abouts]
    if came := [(about, keys) for about, keys in came if keys]:
        yield min(max(about["ends_at"] for about, _keys in came), now), partial(_check_in, came)


def _asked(about, joined, now):
    """[(moment, key)]: spread from the day it was announced, the first days being the busiest."""
    taken = guests(about, about["starts_at"], about["announced_at"], now)
    span = max(_asked_until(about, now) - about["announced_at"], timedelta(hours=1))
    asked = []
    for place, key in enumerate(taken, 1):
        at = about["announced_at"] + span * (place / (len(taken) + 1)) ** 1.7
        asked.append((min(max(at, joined[key] + timedelta(minutes=5)), now - timedelta(minutes=1)), key))
    return sorted(asked)


def _first(asked, count):
    return [key for _at, key in asked[:count]]


def _changes(about, now):
    if "moved" in about:
        starts_at = start(about["at"], now, about["zone"])
        ends_at = starts_at + timedelta(minutes=about["minutes"])
        yield (
            moment(about["moved"], now),
            lambda: _event(about["key"]).move(starts_at, ends_at, by=person_named(about["host"])),
        )
    if "cancelled" in about:
        reason = about["cancelled_reason"]
        yield (
            moment(about["cancelled"], now),
            lambda: _event(about["key"]).cancel(by=person_named(about["host"]), reason=reason),
        )


def _set_campaign(day, about):
    campaign = Campaign(year=day.year, date=day, **about)
    campaign.save()
    campaign.publish(by=person_named("carol"))


def _take_places(asked):
    events = Event.objects.select_related("origin").filter(origin__source=SOURCE, origin__key__in=asked)
    events = {event.origin.key: event for event in events}
    places.take({events[key]: [(at, person_named(who)) for at, who in those] for key, those in asked.items()})


def _give_up(event, key):
    person = person_named(key)
    Registration.objects.active().get(event=_event(event), person=person).cancel(by=person)


def _check_in(came):
    """Within the first minutes: by the host at the door; online by joining."""
    there = Registration.objects.confirmed().filter(event__origin__source=SOURCE)
    there = there.filter(event__origin__key__in=[about["key"] for about, _keys in came])
    there = there.select_related("event__origin", "event__host", "person").prefetch_related("event__subjects")
    there = {(place.event.origin.key, place.person.email): place for place in there}
    present = []
    for about, keys in came:
        places_of = [there[about["key"], address_of(key)] for key in keys if (about["key"], address_of(key)) in there]
        for number, place in enumerate(places_of):
            at = min(about["starts_at"] + timedelta(seconds=40 * number), timezone.now())
            is_online = place.event.is_online
            by, how = (place.person, Registration.JOINED) if is_online else (place.event.host, Registration.DOOR)
            present.append((at, place, by, how))
    places.check_in(present)


def _event(key):
    return Event.objects.select_related("origin").get(origin__source=SOURCE, origin__key=key)
