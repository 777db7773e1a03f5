"""What files are kept for. Each room that keeps some registers its purposes in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

IMAGE, PDF, OFFICE, TEXT = "image", "pdf", "office", "text"
KINDS = {IMAGE, PDF, OFFICE, TEXT}

_purposes = {}


@dataclass(frozen=True)
class Purpose:
    name: str  # "events/picture"
    accepts: tuple[str, ...]  # of KINDS
    largest: int  # bytes
    may_see: Callable  # (person, file) -> bool; the person may be an AnonymousUser


def register(name, *, accepts, largest, may_see):
    """Make a purpose known. Registering it again replaces it, so that a reload does no harm."""
    if unknown := set(accepts) - KINDS:
        raise ValueError(f"No file can be checked for being {', '.join(sorted(unknown))}.")
    _purposes[name] = Purpose(name, tuple(accepts), largest, may_see)


def purpose_named(name):
    """The Purpose called `name`; KeyError where no room registered it."""
    return _purposes[name]
