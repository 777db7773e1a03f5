"""What rooms above know about events, for the rows of lists: places left, a place of one's own, a CX Day.

Each registers in AppConfig.ready(). A list asks every one of them once, for all its rows; what hangs on an event as one
row of its own is read along with the list.
"""

from collections.abc import Callable
from dataclasses import dataclass

_notes = {}


@dataclass(frozen=True)
class Note:
    label: str  # "12 of 20 places left"
    kind: str = ""  # "", "warm", "accent", "wrong": the kinds of components/mark.html; "plain": words without a mark


@dataclass(frozen=True)
class _Notes:
    of: Callable  # (person, events) -> {event's id: [Note]}; one query at most, at any number of events
    joins: tuple
    position: int


def register(name, *, of, joins=(), position=50):
    """Make notes known; lower positions stand first. Registering again replaces, so that a reload does no harm.

    `joins` are ways from an event (as for select_related) to what `of` looks at, which then costs no query.
    """
    _notes[name] = _Notes(of, tuple(joins), position)


def with_joins(events):
    """`events` (a queryset), each with what `notes_for` will look at."""
    joins = [way for notes in _notes.values() for way in notes.joins]
    return events.select_related(*joins) if joins else events


def notes_for(person, events):
    """{event's id: [Note]} of `events` (loaded ones, from `with_joins`) for `person`."""
    found = {event.pk: [] for event in events}
    if events:
        for notes in sorted(_notes.values(), key=lambda each: each.position):
            for pk, said in notes.of(person, events).items():
                found[pk] += [note for note in said if note.label]
    return found
