"""`make drill`: what happens when something breaks, as a table and in var/drill.json. `--only forums` runs a part.

Each drill runs a portal of its own, with a database and a Redis of its own below var/drill/, and breaks it.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path[0] = f"{Path(__file__).resolve().parents[1]}"  # bench/forums.py must not stand before the floor of that name

from bench import results, servers  # noqa: E402

DATABASE = "cxpa_drill"
FOLDER = servers.VAR / "drill"


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="a part (forums) or a whole name (forums.redis_stopped)")
    only = parser.parse_args().only
    database, _redis = servers.server_urls()
    os.environ["DATABASE_URL"] = servers.database_url(DATABASE, database)

    from bench import cache_drill, digest_drill, mail_drill, redis_stopped

    # By the names of their rows: what is asked for decides which are run, and which rows are shown.
    drills = {redis_stopped: redis_stopped.NAMES, mail_drill: mail_drill.NAMES}
    drills[digest_drill] = digest_drill.NAMES
    drills[cache_drill] = cache_drill.NAMES
    asked = [drill for drill, names in drills.items() if any(results.is_wanted(name, only) for name in names)]
    if not asked:
        return f"Nothing is called {only}."
    FOLDER.mkdir(parents=True, exist_ok=True)
    servers.make_database(DATABASE, database, afresh=True)
    try:
        rows = [row for drill in asked for row in drill.rows(FOLDER) if results.is_wanted(row.name, only)]
    finally:
        servers.drop_database(DATABASE, database)
    return results.report(rows, servers.VAR / "drill.json")


if __name__ == "__main__":
    sys.exit(main())
