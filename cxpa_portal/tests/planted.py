"""After a test with real threads or a real browser: the database as the migrations left it.

Django would empty all tables, which takes a second with so many of them, and what the migrations had planted (subjects,
roles, first pages) would be gone for every test after it. Here a copy of that is kept from the beginning; only tables
that have rows are emptied, and what was planted is put back.
"""

from django.db import connection, transaction

COPIES = "planted"  # a schema of its own beside Django's tables


def keep():
    """Copy what the migrations planted; called once, when they have just run. A database used again has its copy."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [COPIES])
        if cursor.fetchone():
            return
        cursor.execute(f"CREATE SCHEMA {COPIES}")
        for table in _filled(cursor):
            cursor.execute(
                f'CREATE TABLE {COPIES}."{table}" AS SELECT {_columns(cursor, "public", table)} FROM "{table}"'
            )


def restore(_case=None):
    """Let the tables hold what was planted, and nothing else. Stands in for TransactionTestCase._fixture_teardown."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(";".join(_emptying(cursor)))
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [COPIES])
        for table in [name for (name,) in cursor.fetchall()]:
            columns = _columns(cursor, COPIES, table)
            cursor.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM {COPIES}."{table}"')


def _emptying(cursor):
    """Statements that remove all rows: of the few tables that have some, where we may pass by what guards them."""
    cursor.execute("SHOW is_superuser")
    if cursor.fetchone() == ("on",):
        yield "SET LOCAL session_replication_role = replica"  # else triggers refuse: entries, invoices
        yield from (f'DELETE FROM "{table}"' for table in _filled(cursor))
    else:
        yield "TRUNCATE " + ", ".join(f'"{table}"' for table in _tables(cursor))


def _filled(cursor):
    probes = [f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in _tables(cursor)]
    cursor.execute(" UNION ALL ".join(probes))
    return [name for (name,) in cursor.fetchall()]


def _tables(cursor):
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'")
    return [name for (name,) in cursor.fetchall()]


def _columns(cursor, schema, table):
    """The columns of `table` that can be written: not those which the database makes of others."""
    cursor.execute(
        "SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns"
        " WHERE table_schema = %s AND table_name = %s AND is_generated = 'NEVER'",
        [schema, table],
    )
    return cursor.fetchone()[0]
