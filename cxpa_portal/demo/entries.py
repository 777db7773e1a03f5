"""What the audit record says of the demo community, each entry of its own moment: written together."""

import json
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone

from members.audit.models import Entry, EntryQuerySet

from .stand_ins import standing_in

ENTRIES = """
    INSERT INTO audit_entry (at, action, by_id, about_type_id, about_id, label, details)
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::jsonb[])
"""

_waiting = None  # the entries told within `together`; None outside of it


@contextmanager
def together():
    """The entries that verbs write within, which none of them reads again, are written at its end, in one query and
    not in one for each."""
    global _waiting
    _waiting = []
    try:
        with standing_in(EntryQuerySet, create=lambda _all, **fields: _keep(Entry(at=timezone.now(), **fields))):
            yield
        told = _waiting
    finally:
        _waiting = None
    _write(told)


def record(told):
    """Write the entries of `told`, (moment, action, by, about, details), as verbs would have at those moments."""
    made = [_entry(*each) for each in told]
    if _waiting is None:
        _write(made)
    else:
        _waiting.extend(made)


def _entry(at, action, by, about, details):
    kind = ContentType.objects.get_for_model(about)
    return Entry(
        at=at, action=action, by=by, about_type=kind, about_id=about.pk, label=str(about)[:200], details=details
    )


def _keep(entry):
    _waiting.append(entry)
    return entry


def _write(told):
    """The oldest first, so that ids rise as time does; in SQL, because the model dates each of this minute."""
    told = sorted(told, key=lambda each: each.at)
    rows = [
        (each.at, each.action, each.by_id, each.about_type_id, each.about_id, each.label, json.dumps(each.details))
        for each in told
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [list(column) for column in zip(*rows, strict=True)])
