"""Where a person stands on the way to the credential: every room of the floor says its own part.

A room registers `step(person)` in AppConfig.ready(); it answers a Step or None. The one that stands furthest wins, so
the one button of the scheme page always leads to where a person is.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

# How far along a step is. What has ended stands below what is under way.
START, ENDED, UNDER_WAY, EXAM, HELD = 0, 20, 40, 60, 80

_rooms = {}


@dataclass(frozen=True)
class Step:
    label: str  # of the button: what happens when it is pressed
    url: str
    sentence: str  # where the person stands, in one sentence
    position: int
    may_apply: bool = False  # whether somebody who stands here may begin an application


def register(room, step):
    """Make the steps of a room known. Registering it again replaces it, so that a reload does no harm."""
    _rooms[room] = step


def step_for(person):
    """The Step `person` (also a stranger) stands at."""
    found = [answer for step in _rooms.values() if (answer := step(person)) is not None]
    return max(found, key=lambda each: each.position)


def refusal_to_apply(person):
    """The sentence why `person` may not begin an application now, or None when they may."""
    step = step_for(person)
    return None if step.may_apply else step.sentence or _("You are on your way already.")
