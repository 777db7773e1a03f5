"""The local networks of the demo community: opened long ago, and joined by who lives there."""

from functools import partial

from members.networks.models import Network

from .cast import told_in
from .chance import lot
from .moments import moment
from .people import person_named
from .people import read as read_people

LED_SINCE = 100  # days at most: of the time before, the portal does not know who was a member


def read():
    """What content/networks.toml says of each network, as dicts."""
    return told_in("networks.toml")["network"]


def acts(now):
    """(moment, do) of the networks that are not there yet: each is opened, joined, led, and one of them closed."""
    there = set(Network.objects.values_list("slug", flat=True))
    for about in read():
        if about["slug"] not in there:
            yield moment(f"{about['opened']} days ago at 09:00", now), partial(_open, about)
            for person in drawn(about):
                yield moment(_joins(about, person), now), partial(_join, about["slug"], person["key"])
            for key in about["leads"]:
                days = LED_SINCE - lot("leads", key) % 60
                yield moment(f"{days} days ago at 11:00", now), partial(_name_lead, about["slug"], key)
            if "closed" in about:
                yield moment(f"{about['closed']} days ago at 15:00", now), partial(_close, about)


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


def _open(about):
    latitude, longitude = about["at"]
    fields = {name: about[name] for name in ("name", "slug", "city", "country")}
    about_it = about["about"].strip()
    Network.open(by=person_named("carol"), latitude=latitude, longitude=longitude, about=about_it, **fields)


def _join(slug, key):
    _network(slug).join(by=person_named(key))


def _name_lead(slug, key):
    _network(slug).name_lead(person_named(key), by=person_named("carol"))


def _close(about):
    _network(about["slug"]).close(by=person_named("carol"), reason=about["reason"])


def _network(slug):
    return Network.objects.select_related("group").get(slug=slug)
