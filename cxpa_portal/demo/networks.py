"""The local networks of the demo community: opened long ago, and joined by who lives there."""

from functools import partial
from operator import itemgetter

from members.networks.models import Network

from .cast import told_in
from .chance import lot
from .joined import found
from .knowing import forget_groups, person_named
from .moments import moment
from .people import read as read_people

LED_SINCE = 100  # days at most: of the time before, the portal does not know who was a member


def read():
    """What content/networks.toml says of each network, as dicts."""
    return told_in("networks.toml")["network"]


def acts(now):
    """(moment, do) of the networks that are not there yet: all are opened, joined and led, and one of them closed."""
    there = set(Network.objects.values_list("slug", flat=True))
    new = [about for about in read() if about["slug"] not in there]
    if new:
        timed = sorted((_timed(about, now) for about in new), key=itemgetter("opened_at"))
        yield timed[0]["opened_at"], partial(_found, timed)
    for about in new:
        if "closed" in about:
            yield moment(f"{about['closed']} days ago at 15:00", now), partial(_close, about)


def _timed(about, now):
    """What joined.found() takes of a network."""
    fields = {name: about[name] for name in ("name", "slug", "city", "country")}
    latitude, longitude = about["at"]
    days = {key: LED_SINCE - lot("leads", key) % 60 for key in about["leads"]}
    return {
        "fields": fields | {"about": about["about"].strip(), "latitude": latitude, "longitude": longitude},
        "opened_at": moment(f"{about['opened']} days ago at 09:00", now),
        "joined": [(moment(_joins(about, person), now), person["key"]) for person in drawn(about)],
        "led": {key: moment(f"{days[key]} days ago at 11:00", now) for key in about["leads"]},
    }


def drawn(about):
    """Who belongs to it of content/people.toml: all who live there and came before it closed, but the suspended."""
    closed = about.get("closed", 0)
    return [
        person
        for person in read_people()
        if person.get("city") in about["draws"] and person["joined"] > closed + 2 and not person.get("suspended")
    ]


def _joins(about, person):
    """When they joined: a day or more after both were there, and before it closed."""
    days = int(min(about["opened"], person["joined"])) - 1
    latest = about.get("closed", 0) + 1
    chance = lot("joins", about["slug"], person["key"])
    return f"{max(latest, days - chance % 60)} days ago at {chance % 12 + 8:02}:{chance // 7 % 60:02}"


def _found(abouts):
    found(abouts, by=person_named("carol"))
    forget_groups()


def _close(about):
    Network.objects.get(slug=about["slug"]).close(by=person_named("carol"), reason=about["reason"])
