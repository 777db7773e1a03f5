"""Two thousand letters while everything breaks: nobody gets one twice, and nobody misses one.

A portal of its own: PostgreSQL, Valkey, web, workers, two beats, a mail server that counts, and a clock that is moved.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import psycopg2.extensions

from cxpa_portal import embedded
from cxpa_portal.embedded import postgres, processes
from cxpa_portal.embedded.folder import Folder
from cxpa_portal.embedded.migrating import quick_migrations

from . import servers
from .mail_sink import Sink
from .mail_visits import Visits
from .moved import clock
from .results import Row

NAMES = ["mail.twice", "mail.missed", "mail.lied", "mail.portal_errors"]
PEOPLE, KILLS, WHOLE = 2_000, 50, 10  # each tenth time the whole worker is killed, else who sends in it
MUST_ARRIVE = "events/registration/cancelled"
CAN_WAIT = [
    "certification/renewal/reminder",
    "certification/exams/ends_soon",
    "forums/playbooks/due",
    "forums/soundings/closed",
    "members/membership/ending",
]
PROCESSES = 2  # of a worker, each with as many connections to the mail server as the settings say
REDIS_AWAY = 60  # seconds
BEGINS = datetime(2026, 10, 24, 12, tzinfo=UTC)  # a Saturday; in the night to Sunday the clocks of Europe go back
PATIENCE = 150  # seconds for what has to happen by itself


def rows(folder):
    """Run the drill below `folder` in a process of its own, as it has settings of its own; its rows."""
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.mail_drill", folder / "mail"],
        cwd=servers.ROOT,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return [Row(**about) for about in json.loads(told.stdout.splitlines()[-1])]


def main(folder):
    home = folder / "servers"
    home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.callback(embedded.stop, home)
        _afresh(home)
        sink = stack.enter_context(Sink())
        environment = _environment(home, sink, folder)
        os.environ.update(environment)
        drill = stack.enter_context(Drill(folder, home, sink, environment))
        drill.run()
        found = drill.found()
    print(json.dumps([asdict(row) for row in found]))


class Drill:
    def __init__(self, folder, home, sink, environment):
        self.folder, self.home, self.sink, self.environment = folder, home, sink, environment
        self.moved = BEGINS - datetime.now(UTC)
        self.kills = self.on_their_way = 0
        self._stack, self.worker, self.visits = ExitStack(), None, None

    def __enter__(self):
        self._stack.__enter__()
        self._sql(clock.IN_SQL)
        self._move(timedelta())
        import django

        django.setup()
        for name in ["mail.log", "django.db.backends.base"]:  # every word to the mail server, every task not handed on
            logging.getLogger(name).setLevel(logging.CRITICAL)
        from django.core.management import call_command

        from .mail_letters import make_people, make_place

        with quick_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        make_people(PEOPLE)
        self.visits = Visits(self._web(), make_place())
        self._stack.callback(self._end_worker)
        self._start_worker()
        for number in (1, 2):
            beat = _celery("beat", "--schedule", f"{self.folder / f'beat{number}'}")
            self._stack.enter_context(servers.process(beat, self.environment, self.folder / f"beat{number}.log"))
        self._stack.enter_context(self.visits)
        return self

    def __exit__(self, *error):
        return self._stack.__exit__(*error)

    def run(self):
        from . import mail_letters as letters

        self._same_time_everywhere(letters.time_by_sql())
        _say(f"{PEOPLE} letters, and the worker is killed {KILLS} times")
        self.visits.sign_in()
        letters.ask("kills", range(PEOPLE), CAN_WAIT, MUST_ARRIVE, every=20)
        self._kill_and_kill_again()
        _say(f"Redis stops for {REDIS_AWAY} seconds, and comes back empty")
        self._redis_away(lambda: letters.ask("redis", range(60), CAN_WAIT))
        _say("PostgreSQL is restarted in the middle of letters")
        letters.ask("postgres", range(60, 300), CAN_WAIT)
        self._restart_postgres()
        _say("the clock moves on by a day, over the end of summer time")
        letters.ask("tomorrow", range(300, 400), CAN_WAIT, wait=timedelta(hours=20))
        self._until(letters.none_due, "letters before the day")
        self._move(timedelta(days=1))
        self._same_time_everywhere(letters.time_by_sql())
        self._until(letters.none_due, "letters of the next day")
        _say("the mail server refuses, hangs, drops, and is away")
        self._bad_server(letters)
        _say("until nothing waits any more")
        self._settle(letters)

    # --- What breaks

    def _kill_and_kill_again(self):
        """Each time some letters later, so that it is always in the middle of one."""
        before, since = self.sink.count, time.monotonic()
        while self.kills < KILLS:
            if self.sink.count >= before + 12:
                self.kills += 1
                if self.kills % WHOLE:
                    _kill(psutil.Process(self.worker.pid).children())
                    self.on_their_way += self._count_on_their_way()
                else:
                    self._end_worker()
                    self.on_their_way += self._count_on_their_way()
                    self._start_worker()
                self._move(timedelta(minutes=3))  # what the dead had claimed and not given is free by then
                before, since = self.sink.count, time.monotonic()
            elif time.monotonic() - since > 4:
                self._move(timedelta(minutes=3))
                since += 3
            time.sleep(0.01)

    def _count_on_their_way(self):
        """How many letters were in the hands of those just killed: given to the mail server, or about to be, and its
        answer not noted."""
        with self._cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM mail_handful h JOIN mail_mail m ON m.id = h.letters[h.at] "
                "WHERE m.state = 'sending' AND m.claimed_at = h.begun_at"
            )
            return cursor.fetchone()[0]

    def _redis_away(self, ask):
        valkey = self.home / "redis"
        processes.end(processes.working_in(valkey, "valkey-server"), politely=signal.SIGKILL)
        began = time.monotonic()
        self.visits.sign_in()
        ask()
        time.sleep(max(0.0, REDIS_AWAY - (time.monotonic() - began)))
        for kept in valkey.rglob("*"):
            if kept.is_file():
                kept.unlink()
        embedded.redis_url(self.home)

    def _restart_postgres(self):
        from django.db import connections

        self._until_taken(self.sink.count + 30)
        with self.visits.paused():  # with no database there is no portal; whoever comes right after must not notice
            connections.close_all()
            folder = Folder(self.home)
            with folder.starting_or_stopping():
                postgres.stop(folder)
            embedded.postgres_url(self.home)
        self.visits.wait_for_one()

    def _bad_server(self, letters):
        self.sink.refused = {letters.address_of(number) for number in range(400, 420)}
        faults = [("later", 40), ("hang", 3), ("drop", 12), ("later", 5), ("drop", 6)]
        for fault, count in faults:
            self.sink.will(fault, count)
        letters.ask("faults", range(400, 700), CAN_WAIT, MUST_ARRIVE, every=3)
        self._until(lambda: not self.sink.faults_left, "the mail server to have failed enough")
        self.sink.close()
        letters.ask("away", range(700, 800), CAN_WAIT, MUST_ARRIVE, every=4)
        time.sleep(8)
        self.sink.open()

    def _settle(self, letters):
        """What is in doubt is settled as staff do it: by the log of the mail server, and by asking again."""
        self._until(letters.none_waits, "the last letters")
        self.in_doubt, self.had_arrived = letters.decide(self.sink.taken.copy())
        self._until(letters.none_waits, "what staff sent again")

    # --- What is found

    def found(self):
        from django.conf import settings

        from .mail_letters import all_letters

        kept = all_letters()
        copies = {letter: count - 1 for letter, count in self.sink.taken.items() if count > 1}
        in_doubt = {letter: count for letter, count in copies.items() if kept[letter].must_arrive}
        lied = sum(min(count, self.sink.unsaid[letter]) for letter, count in in_doubt.items())
        unknown = [letter for letter in self.sink.taken if letter not in kept]
        twice = sum(copies.values()) - sum(in_doubt.values()) + len(unknown)
        missed = [letter for letter, about in kept.items() if not self.sink.taken[letter] and not self._had_to(about)]
        states = Counter(about.state for about in kept.values()).most_common()
        states = ", ".join(f"{count} {state}" for state, count in states)
        killed = sum(in_doubt.values()) - lied
        lines = PROCESSES * settings.MAIL_LINES
        return [
            Row("mail.twice", twice, "letters", at_most=0, note=f"of {len(kept)}: {self.kills} kills, two beats"),
            Row(
                "mail.missed",
                len(missed),
                "letters",
                at_most=0,
                note=f"{states}; staff settled {self.in_doubt}, of which {self.had_arrived} had been taken. "
                f"{self.on_their_way} were on their way when a worker was killed, over up to {lines} connections at a "
                "time (those that must arrive left again by themselves); for the others the mail server never answered",
            ),
            Row(
                "mail.lied",
                lied + killed,
                "copies",
                note=f"{lied} where the server hung up after taking it, {killed} where a worker was killed before it "
                "could note the answer: only letters that must arrive, under the Message-ID of the first",
            ),
            Row("mail.portal_errors", len(self.visits.errors), "errors", at_most=0, note=self.visits.note),
        ]

    def _had_to(self, about):
        """Whether a letter that never arrived had no way to: staff see it, and the address is one that refuses."""
        if not about.is_ours:
            return about.state == "withheld"  # the person's own choice
        return about.state in ("bounced", "withheld") and about.address in self.sink.refused

    # --- What it is done with

    def _web(self):
        log = self.folder / "portal.log"
        port = int(self.environment["PORTAL_URL"].rpartition(":")[2])
        web = servers.gunicorn("cxpa_portal.wsgi", self.environment, log, threads=4, path="/health/", port=port)
        return self._stack.enter_context(web)

    def _start_worker(self):
        self.worker_log = (self.folder / "worker.log").open("ab")
        self.worker = subprocess.Popen(
            _celery(
                "worker", "--pool", "prefork", "--concurrency", f"{PROCESSES}", "--without-gossip", "--without-mingle"
            ),
            cwd=servers.ROOT,
            env=os.environ | self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self.worker_log,
            stderr=self.worker_log,
        )

    def _end_worker(self):
        with suppress(psutil.NoSuchProcess):
            whole = psutil.Process(self.worker.pid)
            _kill([whole, *whole.children(recursive=True)])
        self.worker.wait()
        self.worker_log.close()

    def _sql(self, statement):
        with self._cursor() as cursor:
            cursor.execute(statement)

    def _cursor(self):
        connection = psycopg2.connect(self.environment["DRILL_DSN"])
        connection.autocommit = True
        return connection.cursor()

    def _move(self, on):
        self.moved += on
        with self._cursor() as cursor:
            clock.move_to(self.moved, cursor)

    def _same_time_everywhere(self, by_sql):
        apart = abs((by_sql - clock.now()).total_seconds())
        if apart > 5:
            raise SystemExit(f"SQL and the portal are {apart:.0f} seconds apart.")

    def _until(self, is_so, what):
        """Wait until `is_so()`; the clock is moved on meanwhile, by minutes, as pauses get long."""
        until, moved = time.monotonic() + PATIENCE, time.monotonic()
        while not is_so():
            if time.monotonic() > until:
                raise SystemExit(f"Waited {PATIENCE} seconds for {what}; {self.folder} holds the logs.")
            if time.monotonic() - moved > 4:
                self._move(timedelta(minutes=11))
                moved = time.monotonic()
            time.sleep(0.3)

    def _until_taken(self, count):
        self._until(lambda: self.sink.count >= count, f"{count} letters")


def _environment(home, sink, folder):
    url = embedded.postgres_url(home)
    port = servers.free_port()
    place = {"host": Folder(home).sockets, "port": postgres.PORT, "user": postgres.ROLE, "dbname": postgres.DATABASE}
    return {
        "PORTAL_ENV": "development",
        "DEBUG": "0",
        "PORTAL_URL": f"http://{servers.HOST}:{port}",
        "REDIS_URL": embedded.redis_url(home),
        "EMAIL_URL": f"smtp://{servers.HOST}:{sink.port}",
        "DATABASE_URL": url,
        "DRILL_DSN": psycopg2.extensions.make_dsn(**place),
        "MAIL_CATCH_UP_PER_MINUTE": "100000",  # the drill has minutes, not the hours of a gentle catching up
        "DJANGO_SETTINGS_MODULE": "bench.moved.settings",
        clock.FILE: f"{folder / 'clock'}",
    }


def _afresh(home):
    """An empty database, whatever an earlier drill left."""
    url = embedded.postgres_url(home)
    servers.make_database(postgres.DATABASE, url, afresh=True)


def _celery(*arguments):
    return [sys.executable, "-W", "ignore", "-m", "celery", "--app", "bench.moved.celery:app", "--quiet", *arguments]


def _kill(them):
    for process in them:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _say(what):
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is ended then too
    main(Path(sys.argv[1]))
