"""What an event is a part of: the rooms above say it, and the event's page leads there.

Each registers in AppConfig.ready(). A page asks every one of them once.
"""

from collections.abc import Callable
from dataclasses import dataclass

_askers = {}


@dataclass(frozen=True)
class Part:
    label: str  # "CX Day 2027"
    url: str


def register(name, *, of: Callable):
    """`of(event)` gives a Part or None, in one query. Registering again replaces, so that a reload does no harm."""
    _askers[name] = of


def part_of(event):
    """The Part of the first room that knows one, or None."""
    return next((part for part in (ask(event) for ask in _askers.values()) if part), None)
