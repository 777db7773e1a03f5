"""Digests for thousands, on a whole imported community: beside the rate at which the same worker merely writes and
sends a letter of that size."""

import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from . import archive, servers
from .results import Row, is_wanted

NAMES = ["digest.ratio", "digest.queries_per_person", "digest.memory"]
PEOPLE, FEW, PAIRS = 5_000, 500, 2
HIGHEST = Path("/proc/self/status")  # where Linux says how much memory a process has had at most
COPY = "cxpa_bench_digest"
WEEK_OF = timedelta(days=4 * 365)  # after the made community began: in the midst of its talk


def is_asked(only):
    """Whether `only` asks for anything of this."""
    return any(is_wanted(name, only) for name in NAMES)


def rows(only, environment):
    """Measure what `only` asks for, in a process of its own on a copy of the archive; without it, on the community that
    is made for the other figures, and the notes say so."""
    with _world(environment) as (world, database):
        yield from _said(["measure", world, only], environment | {"DATABASE_URL": database})


@contextmanager
def _world(environment):
    url = environment["DATABASE_URL"]
    if archive.path() is None:
        print("No archive here: measured on a made community.", file=sys.stderr, flush=True)
        yield "community", url
        return
    with archive.copy(COPY, url, environment) as database:
        yield "archive", database


def _said(arguments, environment):
    command = [sys.executable, "-m", "bench.digest", *arguments]
    said = subprocess.run(command, cwd=servers.ROOT, env=os.environ | environment, check=True, stdout=subprocess.PIPE)
    return [Row(**row) for row in json.loads(said.stdout)]


# --- in the process of its own ------------------------------------------------------------------------------------


def measure(world, only):
    """The rows that `only` asks for."""
    from . import digest_people

    now = moment_of(world)
    digest_people.forget()
    digest_people.make(PEOPLE, now)
    try:
        if is_wanted("digest.ratio", only) or is_wanted("digest.queries_per_person", only):
            yield from (row for row in _written_and_sent(world, now) if is_wanted(row.name, only))
        if is_wanted("digest.memory", only):
            yield _memory(world)
    finally:
        digest_people.forget()


def moment_of(world):
    """When the digests are due."""
    if world == "archive":
        archive.go_back_to(archive.MIDST)
        return archive.MIDST
    from . import community

    return community.BEGAN + WEEK_OF


def _written_and_sent(world, now):
    from cxpa_portal.digest.kinds import KIND
    from members.mail.delivery import deliver_due
    from members.mail.models import Mail
    from members.mail.outbox import send_to_many

    from . import digest_people
    from .mail import _counter, _sending_to

    ours, bare, queries = [], [], []
    people = list(digest_people.all_of_them())
    with _counter() as port, _sending_to(port):
        for _pair in range(PAIRS):
            digest_people.make_due(PEOPLE, now)
            asked, count, written = _write(now)
            queries.append(asked)
            ours.append(written + _deliver(deliver_due, Mail))
            letters = list(Mail.objects.filter(kind=KIND, state="sent").order_by("pk").values_list("context", "html"))
            if count < PEOPLE * 0.8 or len(letters) != count:
                raise SystemExit(f"{len(letters)} digests of {PEOPLE} were sent, so the figure would mean nothing.")
            lines = statistics.mean(sum(len(each["items"]) for each in one["sections"]) for one, _html in letters)
            typical = sorted(letters, key=lambda each: len(each[1]))[len(letters) // 2]
            digest_people.forget_letters()
            send_to_many(KIND, people=people[:count], key="bench:fixed", **typical[0])
            bare.append(_deliver(deliver_due, Mail))
    ratio = statistics.median(fixed / whole for fixed, whole in zip(bare, ours, strict=True))
    note = (
        f"{PEOPLE / statistics.median(ours):.0f} people/s on the {world}, {lines:.0f} lines and"
        f" {len(typical[1]) / 1024:.0f} KB a letter; fixed letters {count / statistics.median(bare):.0f}/s"
    )
    yield Row("digest.ratio", round(ratio, 3), "× fixed letters", at_least=0.40, note=note)
    each = round(max(queries) / PEOPLE, 4)
    yield Row("digest.queries_per_person", each, "queries", at_most=0.05, note=f"{max(queries)} for {PEOPLE}")


def _write(now):
    """(queries it took, letters it made, seconds) of writing what is due."""
    from django.db import connection

    from cxpa_portal.digest.writing import write_due

    asked = []
    with connection.execute_wrapper(lambda do, *about: asked.append(1) or do(*about)):
        began = time.perf_counter()
        count = write_due(now)
        return len(asked), count, time.perf_counter() - began


def _deliver(deliver_due, mail):
    """Seconds until every letter that waits has left."""
    from django.utils import timezone

    mail.objects.filter(state="queued").update(due_at=timezone.now() - timedelta(seconds=1))
    began = time.perf_counter()
    deliver_due()
    took = time.perf_counter() - began
    if left := mail.objects.filter(state="queued").count():
        raise SystemExit(f"{left} letters did not leave, so the figure would mean nothing.")
    return took


def _memory(world):
    """How much more memory a worker needs for ten times as many people, each in a process of its own."""
    about = {"unit": f"× of {FEW}", "at_most": 1.25}
    if not HIGHEST.exists():
        return Row("digest.memory", None, note=f"{HIGHEST} is not here", **about)
    few, many = (_peak(count, world) for count in (FEW, PEOPLE))
    note = f"{few} MB for {FEW} people, {many} MB for {PEOPLE}"
    return Row("digest.memory", round(many / few, 2), note=note, **about)


def _peak(count, world):
    command = [sys.executable, "-m", "bench.digest", "write", world, f"{count}"]
    return int(subprocess.run(command, cwd=servers.ROOT, check=True, stdout=subprocess.PIPE).stdout)


def write(world, count):
    """Write the digests of so many, and give how many MB that took at most."""
    from . import digest_people

    now = moment_of(world)
    digest_people.make_due(int(count), now)
    _write(now)
    # Not by getrusage: that counts what the process was before it became this one, which is the whole bench.
    return next(int(line.split()[1]) // 1024 for line in HIGHEST.read_text().splitlines() if line.startswith("VmHWM"))


if __name__ == "__main__":
    import django

    django.setup()
    doing, *about = sys.argv[1:]
    print(json.dumps([asdict(row) for row in measure(*about)] if doing == "measure" else write(*about)))
