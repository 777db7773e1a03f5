"""Our ids for imported rows: the ids they had, moved as one block.

So the order of ids is the order of time, as in everything written here, whatever the order of the files; and a topic's
address is known before the topic is here, for the links to it, also in a run that goes on where another stopped.
"""

from django.db import connection, transaction

RESERVE = """
    SELECT setval(%(sequence)s, greatest((SELECT last_value FROM {sequence}), %(last)s))
"""
LATEST = """
    SELECT {column} - external_id FROM {origins} WHERE source = %(source)s ORDER BY {column} DESC LIMIT 1
"""
TAKEN = """
    SELECT EXISTS (
        SELECT 1 FROM {rows} rows
         WHERE rows.id BETWEEN %(first)s AND %(last)s
           AND NOT EXISTS (SELECT 1 FROM {origins} origin
                            WHERE origin.{column} = rows.id AND origin.source = %(source)s
                              AND origin.external_id = rows.id - %(shift)s))
"""


@transaction.atomic
def reserve(model, origin_model, source, span):
    """What to add to an id there for the id of its `model` row here; all of `span` is kept free for them.

    The block of the run before is used again where it is wide enough.
    """
    column = origin_model._meta.get_field(model._meta.model_name).column
    sequence = f"{model._meta.db_table}_id_seq"
    words = {
        "rows": model._meta.db_table,
        "origins": origin_model._meta.db_table,
        "column": column,
        "sequence": sequence,
    }
    with connection.cursor() as cursor:
        # Writers take their numbers while they hold the table: none may do so between our looking and our taking.
        cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE MODE")
        cursor.execute(LATEST.format(**words), {"source": source})
        shift = next(iter(cursor.fetchone() or []), None)
        if shift is None or _is_taken(cursor, words, source, shift, span):
            cursor.execute(f"SELECT last_value FROM {sequence}")
            shift = cursor.fetchone()[0] + 1 - span.least
        cursor.execute(RESERVE.format(**words), {"sequence": sequence, "last": span.most + shift})
    return shift


def _is_taken(cursor, words, source, shift, span):
    if span.least + shift < 1:
        return True
    parameters = {"first": span.least + shift, "last": span.most + shift, "shift": shift, "source": source}
    cursor.execute(TAKEN.format(**words), parameters)
    return cursor.fetchone()[0]
