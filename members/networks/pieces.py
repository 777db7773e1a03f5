"""What rooms above show on a network's page: its boards, its events. Each registers in AppConfig.ready().

The page asks every one of them once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

_pieces = {}


@dataclass(frozen=True)
class Piece:
    """A part of the page: a template, which is given `about` and nothing else."""

    template: str
    about: dict = field(default_factory=dict)


@dataclass(frozen=True)
class _Asked:
    of: Callable  # (network, person) -> a Piece of what `person` may see, or None; one or two queries
    position: int


def register(name, *, of, position=50):
    """Make a piece known; lower positions stand first. Registering again replaces, so that a reload does no harm."""
    _pieces[name] = _Asked(of, position)


def pieces_of(network, person):
    """The Pieces of the page of `network`, as `person` may see them."""
    asked = sorted(_pieces.values(), key=lambda each: each.position)
    return [piece for piece in (each.of(network, person) for each in asked) if piece is not None]
