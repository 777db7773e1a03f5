"""Replies to a topic that fifty people watch, sent by its form while a worker tells them: how many a second, as a ratio
to the yardstick, and how many that worker could tell of."""

import http.client
import random
import re
import statistics
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from cxpa_portal import embedded

from . import community, servers, sessions, wrk
from .results import Row, is_wanted
from .words import Writer

NAME, TOLD = "forums.reply_write", "forums.reply_told"
DATABASE = "cxpa_bench_written"
GOAL = 0.15
HEAR, WRITERS = 50, 8  # who hears of each reply; the writers are among them, and send at the same time
EACH = 10  # replies of a writer in one window
PATIENCE = 180  # seconds until all have been told
WORKER = ["celery", "--app", "cxpa_portal.celery:app", "--quiet", "worker", "--concurrency", "1"]
WORKER += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]


def is_asked(only):
    return is_wanted(NAME, only) or is_wanted(TOLD, only)


def rows(environment, pairs, seconds):
    """Measure it in a copy of the community that is thrown away, with a Redis of its own and one worker."""
    from django.db import connections

    connections.close_all()  # a database can be copied while nobody is in it
    home, original = servers.VAR / "bench" / "written", environment["DATABASE_URL"]
    home.mkdir(parents=True, exist_ok=True)
    copied = servers.database_url(DATABASE, original)
    servers.drop_database(DATABASE, original)
    with servers.at_server(original) as cursor:
        cursor.execute(f'CREATE DATABASE "{DATABASE}" TEMPLATE "{original.rpartition("/")[2]}"')
    before = connections["default"].settings_dict["NAME"]
    connections["default"].settings_dict["NAME"] = DATABASE
    try:
        ours = environment | {"DATABASE_URL": copied, "REDIS_URL": embedded.redis_url(home)}
        portal = servers.gunicorn("cxpa_portal.wsgi", ours, servers.VAR / "bench/written.log", path="/health/")
        log = servers.VAR / "bench/yardstick.log"
        with portal as address, servers.gunicorn("bench.yardstick.wsgi", ours, log, path="/1/0/") as yardstick:
            yield from _measured(address, f"{yardstick}/{community.HOT}/0/", ours, pairs, seconds)
    finally:
        connections.close_all()
        connections["default"].settings_dict["NAME"] = before
        embedded.stop(home)
        servers.drop_database(DATABASE, original)


def _measured(portal, measure, environment, pairs, seconds):
    from forums.discussions.models import Topic
    from forums.reading import telling
    from forums.reading.models import Level, Reading, Reason
    from members.accounts.models import Person

    people = list(Person.objects.order_by("pk")[2 : 2 + HEAR + 1])
    writers, readers = people[:WRITERS], people[WRITERS:]
    board = community.longest_topic().board
    topic = Topic.start(board=board, by=readers[0], title="What do you ask first?", body="We ask about the last week.")
    telling.tell_due()
    for person in people:
        Reading.watch(person, topic, reason=Reason.CHOSE, level=Level.EVERY)
    begun = topic.last_number
    said = Writer(random.Random(community.SEED), stock=200)
    clients = [_Writer(portal, topic, person, said) for person in writers]
    pages, waited, sent = [], [], len(clients)
    worker = [sys.executable, "-W", "ignore", "-m", *WORKER]
    with servers.process(worker, environment, servers.VAR / "bench/worker.log"):
        _window(clients, 1)  # warm
        _wait_until_told()
        for _pair in range(pairs):
            rate = _window(clients, EACH)
            waited.append(_wait_until_told())
            sent += EACH * len(clients)
            pages.append((rate, wrk.run(measure, None, seconds).per_second))
    together, apart = [_told_a_second(clients, at_once) for at_once in (True, False)]
    sent += 2 * len(clients)
    _see_that_all_is_there(topic, begun, sent, readers)
    rates, bare = [rate for rate, _bare in pages], statistics.median([bare for _rate, bare in pages])
    note = f"{statistics.median(rates):.0f} replies/s of {bare:.0f} requests/s; {sent} replies with a notice and a "
    note += f"letter for each of {len(readers)} who only read are there; all had been told "
    note += f"{statistics.median(waited):.1f} s after the last"
    ratio = statistics.median(rate / bare for rate, bare in pages)
    yield Row(NAME, round(ratio, 3), "× yardstick", at_least=GOAL, note=note)
    note = (
        f"{apart:.0f} replies/s told by one worker where they come apart, {together:.0f} where {WRITERS} come at once"
    )
    yield Row(TOLD, round(apart / bare, 3), "× yardstick", note=note)


def _wait_until_told():
    """Seconds until the worker has told of everything."""
    from forums.reading.models import Untold

    began = time.perf_counter()
    while Untold.objects.exists():
        if time.perf_counter() - began > PATIENCE:
            raise SystemExit(f"No worker told of the replies: {servers.VAR / 'bench/worker.log'} says why.")
        time.sleep(0.02)
    return time.perf_counter() - began


def _told_a_second(clients, at_once):
    """How many replies this process tells of in a second, with nobody else at work: a window of one by each writer."""
    from forums.reading import telling
    from forums.reading.models import Untold

    for client in clients:
        client.open_forms(1)
    start, took = threading.Barrier(1), 0
    for batch in [clients] if at_once else [[client] for client in clients]:
        for client in batch:
            client.send(start)
        began = time.perf_counter()
        if telling.tell_due() != len(batch) or Untold.objects.exists():
            raise SystemExit("Somebody else told of the replies, so the figure would mean nothing.")
        took += time.perf_counter() - began
    return len(clients) / took


def _window(clients, each):
    """Every writer sends `each` replies, all of them at once; replies a second. The forms are open beforehand."""
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda client: client.open_forms(each), clients))
        start = threading.Barrier(len(clients) + 1)
        done = [pool.submit(client.send, start) for client in clients]
        start.wait()
        began = time.perf_counter()
        for sent in done:
            sent.result()
        return each * len(clients) / (time.perf_counter() - began)


def _see_that_all_is_there(topic, begun, sent, readers):
    """Every reply, the letters of those who only read, and their notices, which tell of the last reply too. Whoever
    wrote after a reply has read it, and may not hear of it."""
    from forums.discussions.models import Post
    from members.mail.models import Mail, Notice

    posts = Post.objects.filter(topic=topic, number__gt=begun).count()
    told = Notice.objects.filter(person__in=readers, thing="topic", thing_id=topic.pk, last_number=begun + sent)
    letters = Mail.objects.filter(to__in=readers, kind="forums/reading/posted", thing="topic", thing_id=topic.pk)
    found, wanted = (posts, told.count(), letters.count()), (sent, len(readers), sent * len(readers))
    if found != wanted:
        raise SystemExit(f"Posts, notices and letters are {found} in place of {wanted}: the figure would mean nothing.")


class _Writer:
    """Somebody who replies by the form of the topic's page, with its tokens."""

    def __init__(self, portal, topic, person, said):
        from django.urls import reverse

        parts = urlsplit(portal)
        self.host, self.port = parts.hostname, parts.port
        self.page, self.reply = topic.get_absolute_url(), reverse("forums:reply", args=[topic.pk])
        self.cookies = {}
        name, _sign, value = sessions.cookie(sessions.sign_in(person)).partition("=")
        self.cookies[name] = value
        self.said, self.forms = said, []

    def open_forms(self, count):
        """Read the topic so many times, and fill in its form."""
        for _form in range(count):
            status, text = self._ask("GET", self.page)
            fields = dict(
                re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', _form_of(text, self.reply))
            )
            if status != 200 or not fields.get("token") or not fields.get("csrfmiddlewaretoken"):
                raise SystemExit(f"{self.page} answered {status} with the fields {sorted(fields)}: nothing to send.")
            paragraphs = self.said.post()
            self.forms.append(fields | {"body": "\n\n".join(paragraph.source for paragraph in paragraphs)})

    def send(self, start):
        start.wait()
        while self.forms:
            status, _text = self._ask("POST", self.reply, urlencode(self.forms.pop()))
            if status != 302:
                raise SystemExit(f"{self.reply} answered {status}: the reply did not go out.")

    def _ask(self, method, path, body=None):
        headers = servers.FROM_PROXY | {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Host": self.host, "Referer": f"https://{self.host}{self.page}"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        with closing(http.client.HTTPConnection(self.host, self.port, timeout=60)) as connection:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return answer.status, answer.read().decode()


def _form_of(text, action):
    """The form of a page that leads to `action`."""
    _before, _action, rest = text.partition(f'action="{action}"')
    return rest.partition("</form>")[0]
