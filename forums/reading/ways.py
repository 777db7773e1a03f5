"""What else there is on this floor than lists of topics; the rooms above say it in `AppConfig.ready()`."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Way:
    """A link with the sentence that says what one finds there."""

    label: Any
    sentence: Any
    name: str  # of the address
    position: int
    is_for: Any  # asks of a person whether the link is shown to them

    @property
    def url(self):
        return reverse(self.name)


_ways = {}


def register(name, *, label, sentence, position, is_for=lambda person: True):
    """Show a link to the address `name` below the newest discussions, to those of whom `is_for(person)` is true."""
    _ways[name] = Way(label, sentence, name, position, is_for)


def for_person(person):
    """The Ways `person` is shown, in their order; no query."""
    return sorted((way for way in _ways.values() if way.is_for(person)), key=lambda way: way.position)


def members(person):
    """For links to pages that are for members."""
    return person.is_authenticated and (person.is_member or person.is_staff)


def accounts(person):
    """For links to pages that need an account."""
    return person.is_authenticated
