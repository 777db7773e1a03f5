"""Statements: a query that the ORM writes once, and PostgreSQL plans once, for all who ask the same.

A page with everything on it is one query with many subqueries. Writing it with the ORM takes longer than reading its
rows, and PostgreSQL plans it far longer than it runs: so both are kept. The query is written with slots in place of the
values that change from one asking to the next, and is a prepared statement on each connection.

    POSTS = Statement(lambda shape, topic, first, last: Post.objects.filter(topic=topic, number__range=(first, last)))
    answer = POSTS.ask(shape, topic=7, first=1, last=20)
    answer.rows, answer.text(), answer.objects

What differs in more than its values differs in its `shape`, which says everything else that `build` looks at. See
docs/decisions/0012-the-rows-are-the-key.md.
"""

import hashlib
from collections import OrderedDict
from copy import copy
from datetime import datetime
from functools import cached_property
from threading import Lock
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from django.db import connection
from django.db.models.query import ModelIterable
from django.utils import timezone

MOST = 200  # shapes that are kept of one statement, the least asked for goes
FIRST_SLOT = 2_147_480_001  # numbers that no row has, and that fit where rows have theirs
CASTS = {int: "bigint", str: "text", datetime: "timestamptz"}

_prepared = WeakKeyDictionary()  # connection of psycopg2 → the names of what it has prepared


class Statement:
    """A query written by `build(shape, **slots)`, a queryset. A slot is a number or a text, as its `kind` says.

    `build` may also ask for the time (`timezone.now()`): each asking has its own. Any other moment is refused with a
    TypeError, because it would be kept.
    """

    def __init__(self, build, **kinds):
        self.build = build
        self.kinds = kinds
        self._written = OrderedDict()
        self._lock = Lock()

    def ask(self, shape, **values):
        """The Answer for these `values`; one query."""
        return self._for(shape).ask(values)

    def _for(self, shape):
        with self._lock:
            if shape in self._written:
                self._written.move_to_end(shape)
                return self._written[shape]
        written = _Written(self.build, shape, self.kinds)
        with self._lock:
            self._written[shape] = written
            if len(self._written) > MOST:
                self._written.popitem(last=False)
        return written


class _Written:
    """The SQL of one shape, with its slots numbered."""

    def __init__(self, build, shape, kinds):
        self.kinds = kinds
        slots = {name: _slot(kind, place) for place, (name, kind) in enumerate(kinds.items())}
        before = timezone.now()
        query = build(shape, **slots).query
        self.compiler = query.get_compiler(connection=connection)
        sql, params = self.compiler.as_sql()
        self.order = []  # of the parameters: names of slots, or None for the moment of asking
        by_slot = {value: name for name, value in slots.items()}
        values = [self._placed(value, by_slot, before, timezone.now()) for value in params]
        if any(f"{slot}" in f"{value.value}" for value in values if isinstance(value, _Always) for slot in by_slot):
            raise TypeError("Something was made of a slot: give the statement a slot for the outcome.")
        self.sql = _with_values(sql, values)
        self.name = f"kept_{hashlib.blake2b(self.sql.encode(), digest_size=12).hexdigest()}"

    def _placed(self, value, by_slot, before, after):
        """What stands at a parameter's place: "$2::bigint" for a slot, else a value that is always the same."""
        if isinstance(value, datetime):
            if not before <= value <= after:
                raise TypeError(f"A statement is kept, so the moment {value} cannot stand in it.")
            return self._numbered(None, datetime)
        if isinstance(value, (int, str)) and value in by_slot:
            name = by_slot[value]
            return self._numbered(name, self.kinds[name])
        return _Always(value)

    def _numbered(self, name, kind):
        if name not in self.order:
            self.order.append(name)
        return f"${self.order.index(name) + 1}::{CASTS[kind]}"

    def ask(self, values):
        given = [timezone.now() if name is None else values[name] for name in self.order]
        with connection.cursor() as cursor:
            self._prepare()
            cursor.execute(f"EXECUTE {self.name}" + (f" ({', '.join(['%s'] * len(given))})" if given else ""), given)
            return Answer(cursor.fetchall(), self.compiler)

    def _prepare(self):
        """Once a connection. Not through Django's cursor: it is no query of the page."""
        theirs = _prepared.setdefault(connection.connection, set())
        if self.name not in theirs:
            with connection.connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [self.name])
                if not cursor.fetchone():
                    cursor.execute(f"PREPARE {self.name} AS {self.sql}")
            theirs.add(self.name)


class Answer:
    """The rows of an asking: as they came, as a text that is the same for the same rows, or as objects."""

    def __init__(self, rows, compiler):
        self.rows = rows
        self.compiler = compiler

    def text(self, without=()):
        """All rows in one text; `without` the annotations of these names, where there are such."""
        places = self.compiler.annotation_col_map or {}
        left_out = {places[name] for name in without if name in places}
        if not left_out:
            return repr(self.rows)
        return repr([[value for place, value in enumerate(row) if place not in left_out] for row in self.rows])

    def column(self, name):
        """The values of the field `name` of the model itself, as PostgreSQL gave them."""
        about = self.compiler.klass_info["select_fields"]
        places = {self.compiler.select[place][0].target.attname: place for place in about}
        return [row[places[name]] for row in self.rows]

    @cached_property
    def objects(self):
        """The rows as instances of the model, as the queryset would give them."""
        compiler = copy(self.compiler)
        compiler.execute_sql = lambda *args, **kwargs: [self.rows]
        query = SimpleNamespace(get_compiler=lambda *args, **kwargs: compiler)
        asked = SimpleNamespace(db=connection.alias, query=query, _known_related_objects={}, _hints={})
        return list(ModelIterable(asked))


class _Always:
    """A value that is part of the statement."""

    def __init__(self, value):
        self.value = value


class _Number(int):
    """A slot for a number. What is reckoned from it would be kept, so nothing is."""

    def _refuse(self, *others):
        raise TypeError("Nothing can be reckoned from a slot: give the statement a slot for the outcome.")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __floordiv__ = __neg__ = _refuse


def _slot(kind, place):
    number = FIRST_SLOT + place
    return _Number(number) if kind is int else f"slot {number}"


def _with_values(sql, values):
    """`sql` with what stands at its places: slots by their numbers, all else written out."""
    parts = sql.split("%s")
    if len(parts) != len(values) + 1:
        raise TypeError("A statement with a literal %s cannot be kept.")
    with connection.cursor():  # a connection is there now
        cursor = connection.connection.cursor()
        told = [
            cursor.mogrify("%s", [value.value]).decode() if isinstance(value, _Always) else value for value in values
        ]
        cursor.close()
    return "".join(part.replace("%%", "%") + value for part, value in zip(parts, [*told, ""], strict=True))
