"""A whole real community to measure on: the public archive of the Urho3D forum, imported by the portal's own command
into a database of its own, which is kept. Whoever measures gets a copy, and it is thrown away.

DISCOURSE_ARCHIVE names the file; without, it is looked for where CI has it, beside the project. Run as a module it
imports into DATABASE_URL.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from . import servers

DATABASE = "cxpa_bench_archive"
SOURCE = "urho3d"
BESIDE = servers.ROOT.parent / "shared" / "data" / "discourse-urho3d.tar.xz"
# A Monday after a week of 173 posts in 38 topics, 24 of them new: neither the busiest of that year nor a quiet one.
MIDST = datetime(2017, 6, 12, 8, tzinfo=UTC)


def path():
    """Where the archive lies, or None."""
    found = Path(os.environ.get("DISCOURSE_ARCHIVE") or BESIDE)
    return found if found.is_file() else None


@contextmanager
def copy(name, url, environment=None):
    """The address of a database `name` that holds the archive, on the server of `url`; it goes with the block."""
    servers.make_database(DATABASE, url)
    own = {"DATABASE_URL": servers.database_url(DATABASE, url)}
    about = os.environ | {"DJANGO_SETTINGS_MODULE": "cxpa_portal.settings"} | (environment or {}) | own
    command = [sys.executable, "-m", "bench.archive"]
    subprocess.run(command, cwd=servers.ROOT, env=about, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    servers.make_database(name, url, afresh=True, template=DATABASE)
    try:
        yield servers.database_url(name, url)
    finally:
        servers.drop_database(name, url)


def make(found):
    """See that the archive at `found` is in this database; what else was there makes way."""
    from django.core.management import call_command
    from django.db import connection

    from .community import migrate

    migrate()
    wanted = f"{found.name} {found.stat().st_size}"
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_archive (made text NOT NULL)")
        cursor.execute("SELECT made FROM bench_archive")
        if cursor.fetchone() == (wanted,):
            return
        cursor.execute("DELETE FROM bench_archive")
    call_command("flush", interactive=False, verbosity=0)
    call_command("import_discourse", f"{found}", source=SOURCE)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_archive VALUES (%s)", [wanted])
        cursor.execute("VACUUM ANALYZE")


def go_back_to(moment):
    """Let this database be as it was at `moment`: what came later is hidden, and no topic knows of it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE discussions_post SET hidden_at = created_at WHERE created_at > %s", [moment])
        cursor.execute("UPDATE discussions_topic SET hidden_at = created_at WHERE created_at > %s", [moment])
        cursor.execute(
            """
            UPDATE discussions_topic topic SET last_number = said.last, post_count = said.count,
                last_posted_at = said.at, last_author_id = said.author
            FROM (
                SELECT topic_id, max(number) AS last, count(*) AS count, max(created_at) AS at,
                    (array_agg(author_id ORDER BY number DESC))[1] AS author
                FROM discussions_post WHERE created_at <= %s GROUP BY topic_id
            ) said
            WHERE topic.id = said.topic_id AND topic.last_posted_at > %s""",
            [moment, moment],
        )
        cursor.execute("VACUUM ANALYZE discussions_post, discussions_topic")


if __name__ == "__main__":
    import django

    django.setup()
    make(path())
