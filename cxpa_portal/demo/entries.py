"""What verbs would have recorded of many things at once, each as of its own moment."""

import json

from django.contrib.contenttypes.models import ContentType
from django.db import connection

ENTRIES = """
    INSERT INTO audit_entry (at, action, by_id, about_type_id, about_id, label, details)
    SELECT * FROM unnest(%s::timestamptz[], %s::text[], %s::bigint[], %s::int[], %s::bigint[], %s::text[], %s::jsonb[])
"""


def record(told):
    """Write the entries of `told`, (moment, action, by, about, details): in SQL, because the model dates each of this
    minute."""
    rows = [
        (
            at,
            action,
            by.pk,
            ContentType.objects.get_for_model(about).pk,
            about.pk,
            str(about)[:200],
            json.dumps(details),
        )
        for at, action, by, about, details in told
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(ENTRIES, [list(column) for column in zip(*rows, strict=True)])
