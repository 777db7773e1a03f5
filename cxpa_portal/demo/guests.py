"""Who comes to what: chosen by the names of event and person, so that it looks like chance and is always the same."""

from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone

from .chance import lot
from .memberships import last_terms
from .people import read as read_people

AWAKE = range(7, 22)
NEAR = timedelta(hours=1)  # of difference between clocks: as far as people travel for an evening


def guests(about, starts_at, announced_at, now):
    """The keys of who takes a place, in the order in which they ask; `about` is what the content says of the event."""
    named = about.get("with", [])
    others = [
        person
        for person in read_people()
        if person["key"] not in {*named, about["host"], "carol", "cleo"}
        and not person.get("suspended")
        and now - timedelta(days=person["joined"]) < announced_at
        and (about.get("open_to") != "members" or _is_member(person, announced_at, now))
    ]
    if about["kind"] == "in_person":
        near = [
            (distance, person) for person in others if (distance := _distance(about, person, starts_at)) is not None
        ]
        others = [person for distance, person in sorted(near, key=lambda each: (each[0], _lot(about, each[1])))]
    else:
        others = [p for p in others if timezone.localtime(starts_at, _zone(p["zone"])).hour in AWAKE]
        others.sort(key=lambda person: _lot(about, person))
    return [*named, *(person["key"] for person in others)][: about["places_taken"]]


def _lot(about, person):
    return lot(about["key"], person["key"])


def _is_member(person, since, now):
    """Whether they belong all the time from `since` on."""
    if "member_for" not in person:
        return False
    first, _last, ends_on = last_terms(person, now)
    return first < since.date() and ends_on > now.date()


def _distance(about, person, at):
    """0 in the same city, 1 and 2 within an evening's journey in the same country or another; None: too far."""
    if person.get("city") == about["city"]:
        return 0
    here, there = (at.astimezone(_zone(each["zone"])).utcoffset() for each in (about, person))
    if abs(here - there) > NEAR or about["zone"].split("/")[0] != person["zone"].split("/")[0]:
        return None
    return 1 if person.get("country") == about["country"] else 2


@cache
def _zone(name):
    # Kept: ZoneInfo itself remembers eight, and here sixty are asked for in turn.
    return ZoneInfo(name)
