"""What notices and letters may be about, whether a person may still see it, and whether they have read it already.

Each room above registers its things.
"""

from collections.abc import Callable
from dataclasses import dataclass

_sights = {}


@dataclass(frozen=True)
class Thing:
    """What a letter tells of: a thing, and the number of the part that is the news ("topic", 7, post 12)."""

    thing: str
    pk: int
    number: int = 0

    @property
    def key(self):
        """By which the digest knows that somebody was told of it ("topic:7:12")."""
        return f"{self.thing}:{self.pk}:{self.number}"


@dataclass(frozen=True)
class Sight:
    """What is known of one kind of thing.

    `standing` gives, for a Person, the condition (Q or Exists over a Notice) under which a notice of it still says
    something they may see. `may_see` and `has_read` are asked about letters just before they leave: each takes a list
    of (Person, Thing) and gives the set of those pairs, as (person.pk, Thing), of which it is true; a fixed number of
    queries, however many.
    """

    standing: Callable
    may_see: Callable | None = None
    has_read: Callable | None = None


def register(thing, standing, *, may_see=None, has_read=None):
    """Make a thing known."""
    _sights[thing] = Sight(standing, may_see, has_read)


def all_sights():
    """(thing, standing) of all that are known, for notices."""
    return [(thing, sight.standing) for thing, sight in _sights.items() if sight.standing]


def sight_of(thing):
    """The Sight of a thing, or None where no room knows it: then nothing is asked."""
    return _sights.get(thing)


def place_reached(places, thing):
    """The `has_read` of things with numbered parts of which each person's place is a row of the model `places`: its
    `last_number` under `person` and the field called `thing`. One query."""

    def has_read(pairs):
        people, things = {person.pk for person, _about in pairs}, {about.pk for _person, about in pairs}
        rows = places.objects.filter(**{"person__in": people, f"{thing}__in": things})
        rows = rows.values_list("person_id", f"{thing}_id", "last_number")
        reached = {(person, pk): number for person, pk, number in rows}
        return {
            (person.pk, about)
            for person, about in pairs
            if about.number and reached.get((person.pk, about.pk), 0) >= about.number
        }

    return has_read
