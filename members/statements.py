"""Statements: a query that the ORM writes once, and PostgreSQL plans once, for all who ask the same.

A page with everything on it is one query with many subqueries. Writing it with the ORM takes longer than reading its
rows, and PostgreSQL plans it far longer than it runs: so both are kept. The query is written with slots in place of the
values that change from one asking to the next, and is a prepared statement on each connection.

    POSTS = Statement(lambda shape, topic, first, last: Post.objects.filter(topic=topic, number__range=(first, last)))
    answer = POSTS.ask(shape, topic=7, first=1, last=20)
    answer.rows, answer.objects

What differs in more than its values differs in its `shape`, which says everything else that `build` looks at. See
docs/decisions/0012-the-rows-are-the-key.md.
"""

import hashlib
from collections import OrderedDict
from copy import copy
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from threading import Lock
from types import SimpleNamespace
from weakref import WeakKeyDictionary

from django.core.exceptions import EmptyResultSet
from django.db import InterfaceError, OperationalError, connection
from django.db.models.query import ModelIterable, ValuesIterable
from django.utils import timezone

from .imprints import BEFORE, Glance, Imprint, Look

MOST = 200  # shapes that are kept of one statement, the least asked for goes
MOST_PREPARED = 500  # on one connection
FIRST_SLOT = 2_147_480_001  # numbers that no row has, and that fit where rows have theirs
CASTS = {int: "bigint", str: "text", datetime: "timestamptz", list: "bigint[]"}

_prepared = WeakKeyDictionary()  # connection of psycopg2 → the names of what it has prepared


class Statement:
    """A query written by `build(shape, **slots)`, a queryset. A slot is a number, a text, a moment or numbers.

    `build` may also ask for the time (`timezone.now()`): each asking has its own. Any other moment that is not in the
    shape is refused with a TypeError, because it would be kept.

    Where the best way to the rows depends on the values, as with words that are common or rare, a query is not to be
    `prepared`: then PostgreSQL plans it each time for what is asked. One that has `looks` (imprints.Looks) can be
    glanced at.
    """

    def __init__(self, build, *, prepared=True, looks=None, **kinds):
        self.build = build
        self.prepared = prepared
        self.looks = looks
        self.kinds = kinds
        self._written = OrderedDict()
        self._lock = Lock()

    def ask(self, shape, **values):
        """The Answer for these `values`; one query."""
        return self._for(shape).ask(values)

    def glance(self, shape, **values):
        """The imprints.Glance for these `values`; one query, as well."""
        return self._for(shape).glance(values)

    def _for(self, shape):
        with self._lock:
            if shape in self._written:
                self._written.move_to_end(shape)
                return self._written[shape]
        written = _Written(self, shape)
        with self._lock:
            self._written[shape] = written
            if len(self._written) > MOST:
                self._written.popitem(last=False)
        return written


class _Written:
    """The SQL of one shape, with its slots numbered."""

    def __init__(self, statement, shape):
        self.kinds = statement.kinds
        self.is_prepared = statement.prepared
        slots = {name: _slot(kind, place) for place, (name, kind) in enumerate(self.kinds.items())}
        before = timezone.now()
        query = statement.build(shape, **slots).query
        self.compiler = query.get_compiler(connection=connection)
        self.order = []  # of the parameters: names of slots, or None for the moment of asking
        self.look = None
        try:
            sql, params = self.compiler.as_sql()
        except EmptyResultSet:  # such as "in none of no boards"
            self.sql = None
            return
        by_slot = {_hashable(value): name for name, value in slots.items()}
        self.moments = set(_moments_in(shape))
        values = [self._placed(value, by_slot, before, timezone.now()) for value in params]
        always = [f"{value.value}" for value in values if isinstance(value, _Always)]
        if any(f"{FIRST_SLOT + place}" in text for text in always for place in range(len(slots))):
            raise TypeError("Something was made of a slot: give the statement a slot for the outcome.")
        self.sql = _with_values(sql, values, "%" if self.is_prepared else "%%")
        if statement.looks:
            of = self._numbered(statement.looks.of, int) if statement.looks.of else None
            self.look = Look(statement.looks, self.compiler, self.sql, of)
            self.sql = self.look.sql_of_rows

    def _placed(self, value, by_slot, before, after):
        """What stands at a parameter's place: "$2::bigint" for a slot, else a value that is always the same."""
        name = by_slot.get(_hashable(value)) if isinstance(value, tuple(CASTS)) else None
        if name:
            return self._numbered(name, self.kinds[name])
        if isinstance(value, datetime) and value not in self.moments:
            if not before <= value <= after:
                raise TypeError(f"A statement is kept, so the moment {value} cannot stand in it.")
            return self._numbered(None, datetime)
        return _Always(value)

    def _numbered(self, name, kind):
        if name not in self.order:
            self.order.append(name)
        number = self.order.index(name) + 1
        return f"${number}::{CASTS[kind]}" if self.is_prepared else f"%(slot_{number})s::{CASTS[kind]}"

    def ask(self, values):
        rows = self._rows_of(self.sql, values) if self.sql else []
        if self.look is None:
            return Answer(rows, self.compiler)
        return Answer([row[BEFORE:] for row in rows], self.compiler, self.look, Imprint(rows))

    def glance(self, values):
        return Glance(self._rows_of(self.look.sql, values) if self.sql else [], self.look)

    def _rows_of(self, sql, values):
        given = [timezone.now() if name is None else values[name] for name in self.order]
        if connection.connection is None or connection.in_atomic_block or connection.health_check_done:
            return self._fetched(sql, given)
        # A connection that went away since the last request shows at the first question, which can be asked again. To
        # ask before whether it is there would be one journey more for every page.
        connection.health_check_done = True
        try:
            return self._fetched(sql, given)
        except (InterfaceError, OperationalError):
            if connection.is_usable():
                raise
            connection.close()
            return self._fetched(sql, given)

    def _fetched(self, sql, given):
        with connection.cursor() as cursor:
            if self.is_prepared:
                places = f" ({', '.join(['%s'] * len(given))})" if given else ""
                cursor.execute(f"EXECUTE {_prepare(sql)}{places}", given)
            else:
                cursor.execute(sql, {f"slot_{number}": value for number, value in enumerate(given, 1)})
            return cursor.fetchall()


def _prepare(sql):
    """The name under which `sql` is prepared on this connection. Not through Django's cursor: it is no query of the
    page."""
    name = _name_of(sql)
    theirs = _prepared.setdefault(connection.connection, set())
    if name not in theirs:
        with connection.wrap_database_errors, connection.connection.cursor() as cursor:
            if len(theirs) >= MOST_PREPARED:
                cursor.execute("DEALLOCATE ALL")
                theirs.clear()
            cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f"PREPARE {name} AS {sql}")
        theirs.add(name)
    return name


@lru_cache(MOST_PREPARED)
def _name_of(sql):
    return f"kept_{hashlib.blake2b(sql.encode(), digest_size=12).hexdigest()}"


class Answer:
    """The rows of an asking: as they came, or as objects. Where the statement has looks, with their `imprint`, and of
    each row what is `told`, as a Glance has them."""

    def __init__(self, rows, compiler, look=None, imprint=None):
        self.rows = rows
        self.compiler = compiler
        self.look = look
        self.imprint = imprint

    @cached_property
    def told(self):
        return self.look.told([[row[place] for place in self.look.places] for row in self.rows])

    def column(self, name):
        """The values of the field `name` of the model itself, as PostgreSQL gave them."""
        about = self.compiler.klass_info["select_fields"]
        places = {self.compiler.select[place][0].target.attname: place for place in about}
        return [row[places[name]] for row in self.rows]

    @cached_property
    def objects(self):
        """The rows as instances of the model, as the queryset would give them."""
        return list(ModelIterable(self._queryset)) if self.rows else []

    @cached_property
    def dicts(self):
        """The rows of a queryset with `values()`, as it would give them."""
        return list(ValuesIterable(self._queryset)) if self.rows else []

    @property
    def _queryset(self):
        """What stands for the queryset in Django's own ways of making something of rows."""
        compiler = copy(self.compiler)
        compiler.execute_sql = lambda *args, **kwargs: [self.rows]
        query = copy(self.compiler.query)
        query.get_compiler = lambda *args, **kwargs: compiler
        return SimpleNamespace(db=connection.alias, query=query, _known_related_objects={}, _hints={})


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
    if kind is datetime:
        return datetime.fromtimestamp(number, tz=UTC)  # in 2038: nobody has written that yet
    if kind is list:
        return [number]
    return _Number(number) if kind is int else f"slot {number}"


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value


def _moments_in(shape):
    """The moments anywhere in a shape of tuples."""
    if isinstance(shape, datetime):
        yield shape
    elif isinstance(shape, tuple):
        for part in shape:
            yield from _moments_in(part)


def _with_values(sql, values, percent):
    """`sql` with what stands at its places: slots by their numbers, all else written out, with this sign for one %."""
    parts = sql.split("%s")
    if len(parts) != len(values) + 1:
        raise TypeError("A statement with a literal %s cannot be kept.")
    with connection.cursor():  # a connection is there now
        cursor = connection.connection.cursor()
        told = [
            cursor.mogrify("%s", [value.value]).decode().replace("%", percent) if isinstance(value, _Always) else value
            for value in values
        ]
        cursor.close()
    return "".join(part.replace("%%", percent) + value for part, value in zip(parts, [*told, ""], strict=True))
