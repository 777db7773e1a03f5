"""The sections of the digest. Each room that has news registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

_sections = {}


@dataclass(frozen=True)
class Item:
    """One piece of news in a digest."""

    key: str  # names the news ("topic:7:answered"); nobody gets the same key in two digests
    headline: str
    url: str  # path in the portal
    detail: str = ""  # one line under the headline


@dataclass(frozen=True)
class Section:
    name: str  # "events/registration/coming"
    heading: str  # a lazy translation
    items: Callable  # (person, since, until) -> the Items for them, the best first, only what they may see
    position: int = 50  # lower stands higher in the letter
    most: int = 5  # of them in one letter; what was told before leaves its place to the next


def register(name, **about):
    """Make a section known. Registering it again replaces it, so that a reload does no harm."""
    _sections[name] = Section(name, **about)


def all_sections():
    """Every Section, in the order of the letter."""
    return sorted(_sections.values(), key=lambda section: (section.position, section.name))
