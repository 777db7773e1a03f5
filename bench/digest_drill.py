"""Digests of a whole imported community for 2,000 people in zones from UTC−11 to UTC+14, over both changes of the
clocks, by two workers of which one or the other is killed fifty times: nobody gets two, nobody none, nobody the same
news twice, nobody what is not theirs."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2

from cxpa_portal.embedded.migrating import quick_migrations

from . import archive, servers
from .moved import clock
from .results import Row

NAMES = ["digest.twice", "digest.missed", "digest.repeated_items", "digest.forbidden_items"]
PEOPLE, KILLS, SEED = 2_000, 50, 5
SPANS = [(date(2026, 10, 19), date(2026, 11, 9)), (date(2027, 3, 8), date(2027, 4, 5))]
STEP = timedelta(hours=6)
PATIENCE = 120  # seconds for one step
COPY = "cxpa_drill_digest"


def rows(folder):
    """Run the drill in a process of its own, with settings whose clock can be moved; its rows."""
    own = {"DJANGO_SETTINGS_MODULE": "bench.moved.settings", clock.FILE: f"{folder / 'digest-clock'}"}
    with _database() as database:
        said = subprocess.run(
            [sys.executable, "-m", "bench.digest_drill", f"{folder}"],
            cwd=servers.ROOT,
            env=os.environ | own | {"DATABASE_URL": database},
            stdout=subprocess.PIPE,
            check=True,
        )
    return [Row(**row) for row in json.loads(said.stdout)]


@contextmanager
def _database():
    """The address of a copy of the archive; of the empty one there is, where there is no archive."""
    url = os.environ["DATABASE_URL"]
    if archive.path() is None:
        print("No archive here: a small community is made.", file=sys.stderr, flush=True)
        yield url
        return
    with archive.copy(COPY, url) as database:
        yield database


def main(folder):
    _sql("DROP SCHEMA IF EXISTS moved CASCADE")
    _sql(clock.IN_SQL)
    _move_to(_midnight(SPANS[0][0]))
    import django

    django.setup()
    from django.core.management import call_command

    with quick_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    with Drill(folder) as drill:
        for first, last in SPANS:
            drill.live_through(first, last)
        found = drill.found()
    _sql("DROP SCHEMA moved CASCADE")
    print(json.dumps([asdict(row) for row in found]))


class Drill:
    def __init__(self, folder):
        from . import digest_drill_people as people

        self.folder, self.people, self.chance = folder, people, random.Random(SEED)
        for path in folder.glob("done-*"):
            path.unlink()  # of a run before, which may have come further
        self.workers, self._stack, self.kills, self.steps = {}, ExitStack(), 0, 0
        self.world = people.make(PEOPLE, self.chance)
        self.kill_every = sum((last - first) / STEP for first, last in SPANS) / KILLS

    def __enter__(self):
        for name in ["one", "two"]:
            self._start(name)
        return self

    def __exit__(self, *error):
        for worker in self.workers.values():
            worker.kill()
            worker.wait()

    def live_through(self, first, last):
        """Step by step from the midnight before `first` to the one after `last`, with something said each day."""
        at, day = _midnight(first), None
        while at < _midnight(last):
            _move_to(at)
            if at.date() != day:
                day = at.date()
                self.people.say_something(self.world, day, self.chance)
                self.people.move_some(self.chance)
            self._kill_some()
            self._until_written(at)
            at += STEP
        print(f"{time.strftime('%H:%M:%S')} lived through {first} to {last} …", file=sys.stderr, flush=True)

    def _kill_some(self):
        self.steps += 1
        while self.kills < self.steps / self.kill_every:
            self.kills += 1
            name = self.chance.choice(list(self.workers))
            time.sleep(self.chance.random() * 0.5)
            self.workers[name].kill()
            self.workers[name].wait()
            self._start(name)

    def _start(self, name):
        command = [sys.executable, "-m", "bench.digest_worker", f"{self.folder}", name]
        log = self._stack.enter_context((self.folder / f"digest-{name}.log").open("ab"))
        self.workers[name] = subprocess.Popen(
            command, cwd=servers.ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def _until_written(self, at):
        until = time.monotonic() + PATIENCE
        while not any(self._said(name) >= at.timestamp() for name in self.workers):
            if time.monotonic() > until:
                raise SystemExit(f"Waited {PATIENCE} seconds for the digests of {at}; {self.folder} holds the logs.")
            time.sleep(0.02)

    def _said(self, name):
        try:
            return float((self.folder / f"done-{name}").read_text() or 0)
        except FileNotFoundError:
            return 0

    def found(self):
        """The rows: what each person got, beside what their own calendar says they should have got."""
        got, items, forbidden = defaultdict(list), Counter(), 0
        secrets = self.people.Forbidden(self.world)
        for person, key, context in self.people.letters():
            got[person.pk].append(date.fromisoformat(key.split(":")[1]))
            for item in (item for section in context["sections"] for item in section["items"]):
                items[person.pk, *(item["thing"] or [item["url"]])] += 1
                forbidden += secrets.forbids(person, item)
        missed = twice = 0
        for schedule in self.people.schedules():
            days = got[schedule.person_id]
            twice += len(days) - len(set(days)) + self._too_near(sorted(set(days)), schedule)
            if not self.people.has_moved(schedule):
                missed += len(_expected(schedule) - set(days))
        repeated = sum(count - 1 for count in items.values())
        letters, note = sum(map(len, got.values())), f"{self.kills} kills, two workers"
        if letters < PEOPLE or not secrets.sees_what_it_should(self.people.readers()):
            raise SystemExit("Too little was said, written or seen, so the figures would mean nothing.")
        whom = f"{len(got)} people, {len(self.people.ZONES)} zones, over {len(self.world.old)} older topics"
        return [
            Row("digest.twice", twice, "letters", at_most=0, note=f"of {letters}: {note}"),
            Row("digest.missed", missed, "letters", at_most=0, note=whom),
            Row("digest.repeated_items", repeated, "lines", at_most=0, note=f"of {items.total()}"),
            Row("digest.forbidden_items", forbidden, "lines", at_most=0, note="hidden, muted, or for members alone"),
        ]

    def _too_near(self, days, schedule):
        apart = {"daily": 1, "weekly": 4, "monthly": 14}[schedule.round]
        if self.people.has_moved(schedule):
            apart = 1
        return sum((later - day).days < apart for day, later in zip(days, days[1:], strict=False))


def _expected(schedule):
    """The days of a person's calendar on whose hour a digest came due within the spans, and surely was written."""
    zone, found = ZoneInfo(schedule.time_zone), set()
    for first, last in SPANS:
        day = first + timedelta(days=1)
        # What fell due in the last step, or in the first day of somebody's first span, is not asked for.
        while day < last - timedelta(days=1):
            is_due = {"daily": True, "weekly": day.weekday() == schedule.weekday, "monthly": day.day == schedule.day}
            at = datetime(day.year, day.month, day.day, schedule.hour, tzinfo=zone).astimezone(UTC)
            if is_due[schedule.round] and at > _midnight(first) + timedelta(days=1) + STEP:
                found.add(day)
            day += timedelta(days=1)
    return found


def _midnight(day):
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _move_to(at):
    with _cursor() as cursor:
        clock.move_to(at - datetime.now(UTC), cursor)


def _sql(statement):
    with _cursor() as cursor:
        cursor.execute(statement)


def _cursor():
    import environ

    about = environ.Env.db_url_config(os.environ["DATABASE_URL"])
    place = {"host": about["HOST"], "port": about["PORT"], "user": about["USER"], "password": about["PASSWORD"]}
    place = {name: value for name, value in place.items() if value}
    connection = psycopg2.connect(dbname=about["NAME"], **place)
    connection.autocommit = True
    return connection.cursor()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
