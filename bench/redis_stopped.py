"""Redis stops while people are about: signing in, reading and posting go on, and letters wait until it is back."""

import os
import signal
import sys
import time
from contextlib import ExitStack
from datetime import timedelta

from aiosmtpd.controller import Controller

from cxpa_portal import embedded
from cxpa_portal.embedded import processes

from . import servers
from .results import Row
from .visitor import Visitor

ACTIONS = ["sign_in", "read", "post"]
NAMES = [*(f"forums.redis_stopped.{name}" for name in ACTIONS), "mail.waits.missing", "mail.waits.delivered_after"]
PEOPLE = 12
STOPPED_FOR = 10  # seconds at least, and until every one of the people has been through it
PASSWORD = "a-password-for-one-drill"
# The sweep comes every minute; a worker that lost its broker asks for it again in growing pauses.
PATIENCE = 150
GOAL = 120


def rows(folder):
    """Run the drill in `folder` and in the database that the environment names; its rows."""
    valkey = folder / "valkey"
    with ExitStack() as stack:
        letters = stack.enter_context(_Sink())
        stack.callback(embedded.stop, valkey)
        environment = _environment(valkey, letters)
        os.environ.update(environment)
        servers.manage("migrate", "--no-input", environment=environment)
        topic, reply = _community()
        log = folder / "portal.log"
        portal = stack.enter_context(
            servers.gunicorn("cxpa_portal.wsgi", environment, log, path="/health/", port=letters.portal_port)
        )
        stack.enter_context(servers.process(_worker(folder), environment, folder / "worker.log"))
        _say("everything runs: a letter is asked for on the usual way")
        before = {}
        _person(portal, before, 0, topic, reply)

        _say("Redis is stopped")
        _stop(valkey)
        stopped, began, number = {}, time.monotonic(), 0
        while number < PEOPLE - 1 or time.monotonic() - began < STOPPED_FOR:
            number += 1
            _person(portal, stopped, 1 + number % (PEOPLE - 1), topic, reply)
        meanwhile, due = len(letters.messages), time.monotonic() + _grace()

        _say("Redis is back")
        embedded.redis_url(valkey)
        # News of a post waits a moment for whoever reads it in the portal: before that, none of it is late.
        due = max(due, time.monotonic())
        arrived = letters.wait_for(1 + number, due - time.monotonic() + PATIENCE)
        took = max(0.0, time.monotonic() - due)
    return _rows(before, stopped, 1 + number, arrived, took, meanwhile)


def _rows(before, stopped, asked, delivered, took, meanwhile):
    found = []
    for name in ACTIONS:
        usual, tally = before[name], stopped[name]
        note = f"of {tally.done} with Redis stopped; slowest {tally.slowest:.1f} s"
        note += f"; {tally.errors[0]}" if tally.errors else ""
        errors = len(tally.errors) + len(usual.errors)
        found.append(Row(f"forums.redis_stopped.{name}", errors, "errors", at_most=0, note=note))
    note = f"of {asked} asked for, all but one meanwhile ({meanwhile} left before Redis was back)"
    found.append(Row("mail.waits.missing", max(0, asked - delivered), "letters", at_most=0, note=note))
    note = "all of them delivered, counted from the moment Redis was back and the last was due"
    found.append(Row("mail.waits.delivered_after", round(took, 1), "s", at_most=GOAL, note=note))
    return found


def _grace():
    from members.mail.kinds import GRACE

    return GRACE.total_seconds()


def _person(portal, tallies, number, topic, reply):
    """One of the people comes by: signs in, looks around, and answers the author, who gets a letter."""
    visitor = Visitor(portal, tallies)
    visitor.sign_in(f"drill{number}@portal.example", PASSWORD)
    for path in ("/", "/discussions/", topic, "/search/?q=journey", "/notices/"):
        visitor.read(path)
    visitor.post(topic, reply, f"Answer {time.monotonic_ns()}")


def _community():
    """People who can sign in, and a topic whose author watches it: (its path, where one replies)."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxpa_portal.settings")
    django.setup()
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password
    from django.db import connections
    from django.urls import reverse
    from django.utils import timezone

    from forums.discussions.models import Board, Topic
    from members.accounts.models import Person

    password = make_password(PASSWORD)
    until = timezone.now() + timedelta(days=30)
    about = {"password": password, "member_until": until}
    author = Person.objects.create(email="author@portal.example", name="The Author", **about)
    for number in range(PEOPLE):
        email = f"drill{number}@portal.example"
        person = Person.objects.create(email=email, name=f"Number {number}", **about)
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    board = Board.objects.create(name="Drill", slug="drill", audience="everyone", posting="members")
    topic = Topic.start(board=board, by=author, title="How do you map a journey?", body="Ours has six owners.")
    connections.close_all()
    return topic.get_absolute_url(), reverse("forums:reply", args=[topic.pk])


def _environment(valkey, letters):
    return {
        "PORTAL_ENV": "development",
        "DEBUG": "0",
        "PORTAL_URL": f"http://{servers.HOST}:{letters.portal_port}",
        "REDIS_URL": embedded.redis_url(valkey),
        "EMAIL_URL": f"smtp://{servers.HOST}:{letters.port}",
        "DATABASE_URL": os.environ["DATABASE_URL"],
    }


def _worker(folder):
    """One worker with the timetable in it."""
    celery = [sys.executable, "-W", "ignore", "-m", "celery", "--app", "cxpa_portal.celery:app", "--quiet", "worker"]
    celery += ["--beat", "--schedule", f"{folder / 'beat'}", "--pool", "threads", "--concurrency", "1"]
    return [*celery, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def _stop(valkey):
    """Stop the server as a crash would, in the middle of whatever it does."""
    processes.end(processes.working_in(valkey / "redis", "valkey-server"), politely=signal.SIGKILL)


class _Sink:
    """A mail server on this machine that keeps what it gets."""

    def __init__(self):
        self.messages = []
        self.port, self.portal_port = servers.free_port(), servers.free_port()
        self._controller = Controller(self, hostname=servers.HOST, port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_error):
        self._controller.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.messages.append(envelope.content)
        return "250 OK"

    def wait_for(self, count, patience):
        """How many letters there are, once there are `count` or after `patience` seconds."""
        until = time.monotonic() + patience
        while len(self.messages) < count and time.monotonic() < until:
            time.sleep(0.1)
        return len(self.messages)


def _say(what):
    print(f"{what} …", file=sys.stderr, flush=True)
