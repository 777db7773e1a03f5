"""The kinds of letters and notices there are. Each room registers its own in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

_kinds = {}


@dataclass(frozen=True)
class Kind:
    """One kind of mail: `name` is also the folder and name of its templates ("forums/reading/posted")."""

    name: str
    label: str  # as it stands in the table of preferences
    reason: str  # the sentence in the foot of the letter: why it was sent
    is_required: bool = False  # sign-in codes and receipts: cannot be stopped, are sent again when in doubt
    priority: int = 5  # 0 leaves first; after an outage codes go before digests
    is_digest: bool = False  # the one that gathers the sections (sections.py)
    attach: Callable | None = None  # of the letter's context; gives the MIME parts that go with it (a calendar entry)


def register(name, **about):
    """Make a kind known. Registering it again replaces it, so that a reload does no harm."""
    _kinds[name] = Kind(name, **about)


def kind_named(name):
    """The Kind called `name`. Raises KeyError with the names there are."""
    try:
        return _kinds[name]
    except KeyError:
        raise KeyError(f"No kind of mail is called {name!r}; there are: {', '.join(sorted(_kinds))}") from None


def all_kinds():
    """Every Kind, in the order of their names."""
    return [_kinds[name] for name in sorted(_kinds)]


def kinds_to_choose():
    """The kinds a person may stop."""
    return [kind for kind in all_kinds() if not kind.is_required]


def digest_kind():
    """The kind that gathers the sections, or None while no room above writes one."""
    return next((kind for kind in all_kinds() if kind.is_digest), None)
