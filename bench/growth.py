"""What a page costs among a million posts, by what it costs among ten thousand: both portals are asked in turn."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack

import psutil
import psycopg2

from . import servers
from .results import Row, is_wanted

DATABASE = "cxpa_bench_million"
NEEDED_GB = 6  # of the disk: it has 3, and as much again while it is made
MOST = 1.3
# By the name of the row: the pages (forums.pages_of) of which the one that grows most counts.
FIGURES = {
    "growth_topic": ["topic_member"],
    "growth_last": ["topic_last"],
    "growth_latest": ["list_latest_member"],
    "growth_unread": ["list_unread"],
    "growth_search": ["search_common", "search_rare"],
}


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(f"forums.{name}", only) for name in FIGURES)


def rows(only, environment, large, pairs, seconds):
    """Measure what `only` asks for: `environment` is that of the small community, beside it one of `large` posts. Where
    that cannot be made or opened, its rows say so, and nothing else is kept from being measured."""
    left = [figure for figure in FIGURES if is_wanted(f"forums.{figure}", only)]
    try:
        for row in _measured(list(left), environment, large, pairs, seconds):
            left.pop(0)
            yield row
    except (SystemExit, OSError, psycopg2.Error, subprocess.CalledProcessError) as why:
        for figure in left:
            note = f"the community of {large} posts could not be used: {' '.join(f'{why}'.split())}"
            yield Row(f"forums.{figure}", None, "× small", at_most=MOST, note=note)


def _measured(figures, environment, large, pairs, seconds):
    small = environment["DATABASE_URL"]
    name = DATABASE if large == 1_000_000 else f"{DATABASE}_{large}"
    url = servers.database_url(name, small)
    if shutil.disk_usage(servers.VAR).free < NEEDED_GB * 2**30:
        raise SystemExit(f"it needs a disk with {NEEDED_GB} GB free.")
    servers.make_database(name, url)
    visits = [_prepared(environment | {"DATABASE_URL": each}, posts) for each, posts in [(small, 0), (url, large)]]
    with ExitStack() as stack:
        portals = [
            stack.enter_context(_Portal(environment | {"DATABASE_URL": each}, found))
            for each, found in zip([small, url], visits, strict=True)
        ]
        for figure in figures:
            found = [_grown(page, *portals, requests=max(20, 20 * pairs * seconds)) for page in FIGURES[figure]]
            ratio, note = max(found)
            note += f"; {visits[0]['posts']} and {visits[1]['posts']} posts"
            yield Row(f"forums.{figure}", round(ratio, 2), "× small", at_most=MOST, note=note)


def _grown(page, small, large, requests):
    """(the larger of the ratios of time and of CPU for a request of `page`, in words)"""
    both = small, large
    for portal in both:
        portal.check(page)
        for _again in range(10):
            portal.get(page)
    times, cpu = ([], []), [portal.cpu() for portal in both]
    for _request in range(requests):
        for portal, taken in zip(both, times, strict=True):
            began = time.perf_counter()
            portal.get(page)
            taken.append(time.perf_counter() - began)
    wall = [statistics.median(taken) * 1000 for taken in times]
    cpu = [(portal.cpu() - before) * 1000 / requests for portal, before in zip(both, cpu, strict=True)]
    note = f"{page}: {wall[0]:.1f} and {wall[1]:.1f} ms a request, {cpu[0]:.1f} and {cpu[1]:.1f} ms of CPU"
    return max(wall[1] / wall[0], cpu[1] / cpu[0] if cpu[0] else 0), note


class _Portal:
    """A portal with one worker, on one of the communities."""

    def __init__(self, environment, visits):
        self.environment, self.visits = environment, visits
        self.database = environment["DATABASE_URL"]

    def __enter__(self):
        before = set(psutil.Process().children(recursive=True))
        log = servers.VAR / "bench" / f"{self.database.rpartition('/')[2]}.log"
        self._server = servers.gunicorn("cxpa_portal.wsgi", self.environment, log, workers=1, path="/health/")
        self.address = self._server.__enter__()
        self._processes = [each for each in psutil.Process().children(recursive=True) if each not in before]
        return self

    def __exit__(self, *error):
        return self._server.__exit__(*error)

    def check(self, page):
        from .forums import size_of

        path, headers, marks = self.visits["pages"][page]
        size_of(self.address + path, headers, marks)

    def get(self, page):
        path, headers, _marks = self.visits["pages"][page]
        status, _headers, _text = servers.fetch(self.address + path, headers)
        if status != 200:
            raise SystemExit(f"{path} answered {status}, so its figure would mean nothing.")

    def cpu(self):
        """Seconds that its workers and their connections have worked, where PostgreSQL runs on this machine."""
        with servers.at_server(self.database) as cursor:
            name = self.database.rpartition("/")[2]
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = %s AND client_port IS NOT NULL", [name])
            backends = [psutil.Process(pid) for [pid] in cursor.fetchall() if psutil.pid_exists(pid)]
        backends = [backend for backend in backends if backend.name().startswith("postgres")]
        return sum(sum(each.cpu_times()[:2]) for each in (*self._processes, *backends))


def _prepared(environment, posts):
    """See that the community of `posts` posts is there, or with 0 take the one that is; what is read in it."""
    said = subprocess.run(
        [sys.executable, "-m", "bench.growth", f"{posts}"],
        cwd=servers.ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(said.stdout)


def main(posts):
    import django

    django.setup()
    from forums.discussions.models import Post

    from . import community
    from .forums import pages_of, sign_in

    if posts:
        community.make(community.Sizes(grown=posts))
    print(json.dumps({"pages": pages_of(sign_in()), "posts": Post.objects.count()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
