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
