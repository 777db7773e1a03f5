"""The demo community as a whole. Each room's part is a module with `LABEL`, `missing()` and `make(missing, now)`."""

import gc
import sys
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from tqdm import tqdm

from . import (
    entries,
    experts,
    helped,
    history,
    indexed,
    knowing,
    letters,
    moderation,
    news,
    people,
    planned,
    playbooks,
    promises,
    settled,
    soundings,
    speaking,
    talk,
)
from .stand_ins import standing_in

PARTS = [
    people,
    history,
    talk,
    helped,
    planned,
    experts,
    promises,
    speaking,
    playbooks,
    soundings,
    moderation,
    news,
    letters,
]  # in this order: each stands on those before it


class NotHere(Exception):
    """The demo community has no place on this portal."""


@transaction.atomic
def make(now=None):
    """Add what is missing of the demo community: all of it or, when it is stopped half-way, nothing.

    Returns how many things were made; 0 when everything was there already. Raises NotHere in production.
    """
    if settings.PRODUCTION:
        raise NotHere("The demo community is made of invented people with a known password: never in production.")
    now = now or timezone.now()
    made = 0
    # disable=None: no bar where nobody looks, as in a log.
    bar = tqdm(bar_format="{desc:<8}{bar:40} {n_fmt}/{total_fmt}", file=sys.stderr, leave=False, disable=None)
    with bar, _in_one_go():
        for part in PARTS:
            # Asked only now: what is missing of a part may depend on what the one before has made.
            missing = part.missing()
            bar.set_description_str(part.LABEL, refresh=False)
            bar.reset(total=len(missing))
            for _one in part.make(missing, now) if missing else []:
                bar.update()
            made += len(missing)
    return made


@contextmanager
def _in_one_go():
    """Leave out what makes sense in one request and not in ten thousand statements, a third of the time in all.

    Each verb sets a savepoint or two to go back to: here nothing goes back but the whole. In development each statement
    is kept to be looked at: nobody looks at these. And memory is tidied up by counting references alone: to look for
    circles among so many rows finds hardly any.
    """
    gc.disable()
    try:
        with (
            standing_in(connection.features, uses_savepoints=False),
            standing_in(connection, make_debug_cursor=connection.make_cursor),
            knowing.remembered(),
            settled.remembered(),
            entries.together(),
            indexed.together(),
        ):
            yield
    finally:
        gc.enable()
