"""`make bench`: how fast the portal is, as a table and in var/bench.json.

The portal runs as in production (settings, collected files, gunicorn with two sync workers), on a community of its own
in the database `cxpa_bench`, beside the yardstick on the same servers. `--only forums` measures a part.
"""

import argparse
import os
import sys
from pathlib import Path

sys.path[0] = f"{Path(__file__).resolve().parents[1]}"  # bench/forums.py must not stand before the floor of that name

from bench import results, servers  # noqa: E402

DATABASE = "cxpa_bench"
PACKED_ELSEWHERE = ["admin", "unfold", "flags"]  # large, and on no page that is measured


def main():
    asked = _arguments()
    database, redis = servers.server_urls()
    servers.make_database(DATABASE, database)
    own_database = servers.database_url(DATABASE, database)
    environment = servers.as_in_production(own_database, redis)
    os.environ.update(environment)

    import django

    django.setup()
    rows = list(_measured(asked, environment))
    if not rows:
        return f"Nothing is called {asked.only}."
    return results.report(rows, servers.VAR / "bench.json")


def _measured(asked, environment):
    from django.core.management import call_command
    from django.db import connections

    from bench import archive, community, digest, forums, growth, mail, replies, site

    served = [forums, replies, growth, site, mail]
    if any(part.is_asked(asked.only) for part in served) or archive.path() is None:
        community.make(community.Sizes(posts=asked.posts, longest=asked.longest))
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=PACKED_ELSEWHERE)
    log = servers.VAR / "bench"
    if forums.is_asked(asked.only):
        portal = servers.gunicorn("cxpa_portal.wsgi", environment, log / "portal.log", path="/health/")
        yardstick = servers.gunicorn("bench.yardstick.wsgi", environment, log / "yardstick.log", path="/1/0/")
        with portal as address, yardstick as measure:
            yield from _told(forums.rows(address, measure, asked.only, asked.pairs, asked.seconds))
    if replies.is_asked(asked.only):
        yield from _told(replies.rows(environment, asked.pairs, asked.seconds))
    if growth.is_asked(asked.only):
        yield from _told(growth.rows(asked.only, environment, asked.large, asked.pairs, asked.seconds))
    if site.is_asked(asked.only):
        # A browser opens connections in advance, so here the portal takes threads.
        browsing = servers.gunicorn("cxpa_portal.wsgi", environment, log / "site.log", threads=8, path="/health/")
        with browsing as address:
            yield from _told(site.rows(address, asked.only))
    if mail.is_asked(asked.only):
        yield from _told(mail.rows(asked.only, asked.pairs))
    if digest.is_asked(asked.only):
        yield from _told(digest.rows(asked.only, environment))
    connections.close_all()


def _told(rows):
    for row in rows:
        print(f"{row.name} …", file=sys.stderr, flush=True)
        yield row


def _arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="a part (forums) or a whole name (forums.topic_member)")
    parser.add_argument("--pairs", type=int, default=5, help="windows of each page and of the yardstick")
    parser.add_argument("--seconds", type=int, default=3, help="of each window")
    parser.add_argument("--posts", type=int, default=10_000, help="of the community, beside a topic of 20,000")
    parser.add_argument("--large", type=int, default=1_000_000, help="posts of the large one, where growth is measured")
    parser.add_argument("--longest", type=int, default=2_000, help="posts of the longest topic")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
