"""The kinds of drafts there are. Each room registers its own in AppConfig.ready(); a key is "<kind>:<which one>"."""

import re
from collections.abc import Callable
from dataclasses import dataclass

_kinds = {}
_KEY = re.compile(r"([a-z]{1,20}):([0-9a-zA-Z-]{1,60})")


class UnknownKind(ValueError):
    """No room writes drafts with such a key."""


@dataclass(frozen=True)
class Kind:
    """One kind of writing."""

    name: str
    label: str  # what it is, as it stands in a list: "Reply"
    title: Callable  # of a draft: what it is about
    url: Callable  # of a draft: where its writer goes on; "" where they no longer can
    prepare: Callable | None = None  # of (drafts, person): fetch at once what `title` and `url` ask of each
    choices: tuple = ()  # names of fields that are chosen, not written: they alone make no draft


def register(name, *, label, title, url, prepare=None, choices=()):
    """Make a kind known. Registering it again replaces it, so that a reload does no harm."""
    _kinds[name] = Kind(name, label, title, url, prepare, tuple(choices))


def kind_of(key):
    """The Kind of a key. Raises UnknownKind for anything that is not a key."""
    found = _KEY.fullmatch(str(key))
    if found is None or found[1] not in _kinds:
        raise UnknownKind(key)
    return _kinds[found[1]]


def all_kinds():
    """Every Kind, in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds)]
