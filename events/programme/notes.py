"""What rooms above know about events, for the rows of lists: places left, a place of one's own, a CX Day.

Each registers in AppConfig.ready(). A list asks every one of them once, for all its rows.
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
    of: Callable  # (person, events) -> {event's id: Note}; one or two queries at any number of events
    position: int


def register(name, *, of, position=50):
    """Make notes known; lower positions stand first. Registering again replaces, so that a reload does no harm."""
    _notes[name] = _Notes(of, position)


def notes_for(person, events):
    """{event's id: [Note]} of `events` (loaded ones) for `person`."""
    found = {event.pk: [] for event in events}
    if events:
        for notes in sorted(_notes.values(), key=lambda each: each.position):
            for pk, note in notes.of(person, events).items():
                if note and note.label:
                    found[pk].append(note)
    return found
