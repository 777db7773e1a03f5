"""The one injected clock: all processes, and the database, read in one file or table by how much it is moved."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

FILE = "MOVED_CLOCK"
_really_now = timezone.now
_read = {"at": None, "by": timedelta()}

# In a schema that is asked before the server's own functions; new tables still go to `public`.
IN_SQL = """
    CREATE SCHEMA moved;
    CREATE TABLE moved.clock (by interval NOT NULL);
    INSERT INTO moved.clock VALUES (interval '0');
    CREATE FUNCTION moved.now() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT pg_catalog.now() + by FROM moved.clock';
    CREATE FUNCTION moved.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE
        AS 'SELECT pg_catalog.statement_timestamp() + by FROM moved.clock';
"""


def install():
    """Let django.utils.timezone, where all of the portal asks for the time, answer by the file that MOVED_CLOCK names.

    Called by the settings, before anything else can have taken hold of the function.
    """
    timezone.now = now


def now():
    return _really_now() + _moved_by()


def really_now():
    return _really_now()


def move_to(by, cursor):
    """From now on the clock is `by` (a timedelta) from the real one, for all processes and for SQL."""
    path = Path(os.environ[FILE])
    fresh = path.with_suffix(".new")
    fresh.write_text(f"{by.total_seconds()}")
    fresh.replace(path)  # at once: nobody reads half a number
    cursor.execute("UPDATE moved.clock SET by = %s", [by])


def _moved_by():
    try:
        at = os.stat(os.environ[FILE]).st_mtime_ns
    except FileNotFoundError:
        return timedelta()
    if at != _read["at"]:
        _read["by"] = timedelta(seconds=float(Path(os.environ[FILE]).read_text()))
        _read["at"] = at
    return _read["by"]
