"""Imprints: what rows come to, in a few letters. PostgreSQL makes a digest of each row, and the rows stay there.

Who keeps what was made of rows asks a statement (members/statements.py) for a `Glance`, and for the rows only where
their imprint is one that it does not know. An Answer has the same imprint as a Glance at the same rows, so what was
made of an Answer is kept under what it was made of, whatever was written in between.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldError
from django.db import models

NUMBERS = (models.IntegerField, models.ForeignKey)
LISTS = (models.JSONField, ArrayField)
BEFORE = 2  # columns that stand before those of the rows, or of what is told


@dataclass(frozen=True)
class Looks:
    """How a statement is glanced at.

    `of` is the slot of a person's number, of whom the rows may speak, if of anybody. `told` are fields of the model
    itself and annotations that a Glance says along, where the shape has them; `apart` the annotations that are not in
    the imprint.
    """

    of: str | None = None
    told: tuple = ()
    apart: tuple = ()


class Imprint:
    """`digests`, one of each row; `speaks`, whether any row holds the number of whoever asked."""

    def __init__(self, rows):
        self.digests = tuple(row[0] for row in rows)
        self.speaks = any(row[1] for row in rows)


class Glance:
    """The imprint of the rows, and of each row what is `told`, as attributes."""

    def __init__(self, rows, look):
        self.told = look.told([row[BEFORE:] for row in rows]) if rows and look.names else []
        if rows and not look.names:
            [(digests, speaks)] = rows
            rows = [(digest, speaks) for digest in (digests or "").split()]
        self.imprint = Imprint(rows)


class Look:
    """The SQL of a Glance (`sql`), and of the rows with their imprint before them (`sql_of_rows`).

    `sql` is that of the `compiler`, with `slot` for the number of whoever asks, or None.
    """

    def __init__(self, looks, compiler, sql, slot):
        self.compiler = compiler
        names = [f"c{number}" for number in range(len(compiler.select))]
        fields = compiler.klass_info["select_fields"]
        annotated = compiler.annotation_col_map or {}
        places = {compiler.select[number][0].target.attname: number for number in fields} | annotated
        apart = {places[name] for name in looks.apart if name in places}
        self.names = [name for name in looks.told if name in places]
        self.places = [places[name] for name in self.names]
        self.converters = compiler.get_converters([compiler.select[places[name]][0] for name in self.names])
        counted = [number for number in range(len(names)) if number not in apart]
        imprint = f"md5(ROW({', '.join(names[number] for number in counted)})::text)"
        kinds = {number: _kind_of(compiler.select[number][0], number in annotated.values()) for number in counted}
        speaks = _speaks(slot, kinds, names) if slot else "false"
        # Materialised, or PostgreSQL would reckon a column anew wherever it is named.
        rows = f"WITH told ({', '.join(names)}) AS MATERIALIZED ({sql}) SELECT {imprint}, {speaks}"
        self.sql_of_rows = f"{rows}, told.* FROM told"
        self.sql = f"{', '.join([rows, *(names[place] for place in self.places)])} FROM told"
        if not self.names:  # then all in one row
            self.sql = (
                f"WITH seen (digest, speaks) AS ({self.sql}) SELECT string_agg(digest, ' '), bool_or(speaks) FROM seen"
            )

    def told(self, rows):
        """What is told of each of `rows`, as attributes."""
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [SimpleNamespace(**dict(zip(self.names, values, strict=True))) for values in rows]


def _speaks(slot, kinds, names):
    """The condition that a row holds the number in `slot`; `kinds` are those of its columns, by their numbers."""
    numbers = [names[number] for number, kind in kinds.items() if kind == "number"]
    texts = [names[number] for number, kind in kinds.items() if kind == "text"]
    found = [f"coalesce({slot} IN ({', '.join(numbers)}), false)"] if numbers else []
    found += [rf"concat_ws(' ', {', '.join(texts)}) ~ ('\y' || {slot} || '\y')"] if texts else []
    return f"{slot} > 0 AND ({' OR '.join(found)})" if found else "false"


def _kind_of(expression, is_annotated):
    """Where the number of a person may stand: a "number", or within the "text" of a list; None for words of people."""
    try:
        field = expression.output_field
    except FieldError:
        return "text"
    if isinstance(field, NUMBERS):
        return "number"
    if isinstance(field, LISTS):
        return "text"
    # Of the columns that rooms add it is not known what they put into a text.
    return "text" if is_annotated and isinstance(field, models.CharField | models.TextField) else None
