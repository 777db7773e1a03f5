"""The sections of the digest. Each room that has news registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import cached_property

from . import ranking
from .sights import Thing

_sections = {}
_present = []


@dataclass(frozen=True)
class Why:
    """One reason why somebody is told something."""

    word: str  # of ranking.POINTS
    sentence: str = ""  # for the reader: "You follow “Measuring”."
    code: str = ""  # of what they may ask to hear less of: "board:7"
    label: str = ""  # the same in words: "the board “Measuring”"


@dataclass(frozen=True)
class Item:
    """One piece of news in a digest."""

    key: str  # names the news ("topic:7:12"); nobody gets the same key in two digests
    headline: str
    url: str  # path in the portal
    detail: str = ""  # one line under the headline
    why: tuple[Why, ...] = ()  # all that speaks for it; without any, the reason of its section
    words: int = 0  # of what it leads to
    lively: int = 0  # how much is talked of it
    thing: Thing | None = None  # by it the rights are asked again when the letter leaves; None: it is about the reader
    is_unread: bool = False  # no news any more once they have read that thing in the portal
    also: tuple[
        Thing, ...
    ] = ()  # what says the same elsewhere: whoever is told of one of them is not told of the other

    @cached_property
    def reading(self):
        """Words to read: the line's own, and of what it leads to."""
        return self.words + len(str(self.headline).split()) + len(str(self.detail).split())

    @cached_property
    def keys(self):
        """All that is told with it, for the ledger."""
        return (self.key, *(thing.key for thing in self.also))

    @cached_property
    def names(self):
        """By which another line of the same letter is known to say the same: the news, the page, the thing."""
        things = (self.thing, *self.also) if self.thing else self.also
        return {self.key, self.url.partition("#")[0].partition("?")[0], *((each.thing, each.pk) for each in things)}


@dataclass(frozen=True)
class Section:
    name: str  # "events/registration/coming"
    heading: str  # a lazy translation
    items: Callable  # (readers, now) -> {pk of a reader: their Items}: only what each of them may see
    position: int = 50  # of two lines worth the same, the one with the lower stands first
    most: int = 5  # lines of it in one letter; what was told before leaves its place to the next
    why: Why = field(default=Why(ranking.NEWS))  # of items that say no reason of their own
    may_be_less: bool = True  # readers may ask to hear less of it

    @property
    def code(self):
        return f"section:{self.name}"


def register(name, **about):
    """Make a section known. Registering it again replaces it, so that a reload does no harm."""
    _sections[name] = Section(name, **about)


def all_sections():
    """Every Section, in the order of their positions."""
    return sorted(_sections.values(), key=lambda section: (section.position, section.name))


def register_presence(last_seen):
    """`last_seen(pks)` gives {pk: the moment a person was last here}, of those it knows."""
    if last_seen not in _present:
        _present.append(last_seen)


def last_seen_of(pks):
    """{pk: the last moment any room saw them}; people nobody saw are not in it."""
    found = {}
    for last_seen in _present:
        for pk, at in last_seen(pks).items():
            found[pk] = max(at, found.get(pk, at))
    return found
