"""What can be written to by mail. Rooms above register theirs in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

_things = {}


class Refused(Exception):
    """It cannot be taken; str() of it is the sentence for whoever wrote it."""


@dataclass
class Said:
    """What somebody wrote by mail, as the rooms take it."""

    text: str  # Markdown, without what was quoted and signed
    title: str = ""  # the subject, without "Re:"
    files: list = field(default_factory=list)  # uploads, not checked yet
    number: int = 0  # of the post or message it answers; 0 for none
    token: UUID | None = None  # makes it count once
    left_out: list = field(default_factory=list)  # sentences about files that could not be kept


@dataclass(frozen=True)
class Taken:
    """It is there, at `url`. A `sentence` says that something is different from what its writer expects."""

    url: str
    sentence: str = ""


@dataclass(frozen=True)
class Place:
    """Somewhere a person begins something by mail."""

    pk: int
    label: str
    url: str
    readers: str  # who will read it, in words
    address: str = ""


@dataclass(frozen=True)
class Thing:
    name: str  # as letters call what they are about: "topic"
    letter: str  # stands for it in addresses; never change one
    take: Callable  # (person, pk, Said) -> Taken; raises Refused, and has then changed nothing but files in hand
    keep: Callable  # (person, pk, Said) -> where its writer goes on with the draft that it is now; "" where they cannot
    may_answer: Callable | None = None  # (person, pk) -> whether a letter that tells of it can be answered by mail
    places: Callable | None = None  # (person) -> the Places where they may begin one; for things that are begun by mail
    address_is_enough: bool = False  # whoever knows the address may: neither sender nor words are looked at


def register(name, *, letter, take, keep, may_answer=None, places=None, address_is_enough=False):
    """Make a thing known. Registering it again replaces it, so that a reload does no harm."""
    if any(thing.letter == letter and thing.name != name for thing in _things.values()):
        raise ValueError(f"The letter {letter!r} stands for another thing.")
    _things[name] = Thing(name, letter, take, keep, may_answer, places, address_is_enough)


def thing_named(name):
    """The Thing called `name`; KeyError where no room registered it."""
    return _things[name]


def thing_called(name):
    """The Thing called `name`, or None."""
    return _things.get(name)


def thing_of_letter(letter):
    """The Thing for which `letter` stands in an address, or None."""
    return next((thing for thing in _things.values() if thing.letter == letter), None)


def all_things():
    """Every Thing, in the order of their names."""
    return [_things[name] for name in sorted(_things)]
