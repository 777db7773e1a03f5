"""A thousand times somebody writes, edits, hides, restores, moves or renames, and right after it everybody reads: no
page shows what was, or what its reader may not see, whatever was kept of it for others. Readers come all the while."""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path

from cxpa_portal import embedded

from . import servers
from .counted.cache import HEADER
from .results import Row

NAMES = ["forums.cache.stale", "forums.cache.forbidden", "forums.cache.errors"]
DATABASE = "cxpa_drill_cache"
ROUNDS = int(os.environ.get("CACHE_DRILL_ROUNDS", "1000"))
SEED, BETWEEN = 11, 2  # threads that read all the while
PAUSE = 0.15  # seconds between two pages of each of them


def rows(folder):
    """Run the drill in a process of its own, as it has settings of its own, and a database and a Redis; its rows."""
    home = folder / "cache"
    home.mkdir(parents=True, exist_ok=True)
    database = servers.database_url(DATABASE, os.environ["DATABASE_URL"])
    servers.make_database(DATABASE, database, afresh=True)
    try:
        said = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "bench.cache_drill", home],
            cwd=servers.ROOT,
            env=os.environ | _environment(database, home),
            stdout=subprocess.PIPE,
            check=True,
        )
    finally:
        embedded.stop(home)
        servers.drop_database(DATABASE, database)
    return [Row(**row) for row in json.loads(said.stdout)]


def _environment(database, home):
    port = servers.free_port()
    return {
        "PORTAL_ENV": "development",
        "DEBUG": "0",
        "PORTAL_URL": f"http://{servers.HOST}:{port}",
        "PORT": f"{port}",
        "DATABASE_URL": database,
        "REDIS_URL": embedded.redis_url(home),
        "DJANGO_SETTINGS_MODULE": "bench.counted.settings",
    }


def main(home):
    import django

    django.setup()
    from django.core.cache import cache
    from django.core.management import call_command

    from cxpa_portal.embedded.migrating import quick_migrations

    with quick_migrations():
        call_command("migrate", interactive=False, verbosity=0)
    cache.clear()
    with ExitStack() as stack:
        log, port = home / "portal.log", int(os.environ["PORT"])
        portal = stack.enter_context(servers.gunicorn("cxpa_portal.wsgi", {}, log, path="/health/", port=port))
        drill = Drill(portal)
        planted = drill.find_what_is_planted()
        drill.run()
    print(json.dumps([asdict(row) for row in drill.found(planted)]))


class Drill:
    def __init__(self, portal):
        from . import cache_drill_world as world
        from . import sessions

        self.portal, self.chance, self.facts = portal, random.Random(SEED), world
        self.world = world.World()
        self.writer = world.Writer(self.world, random.Random(SEED + 1))
        people = self.world.people.items()
        self.cookies = {role: {"Cookie": sessions.cookie(sessions.sign_in(person))} for role, person in people}
        self.cookies["stranger"] = {}
        self.faults, self.examples = Counter(), []
        self.pages, self.statuses, self.kept = Counter(), Counter(), Counter()
        self._lock, self._ended = threading.Lock(), threading.Event()
        self.rounds = 0

    # --- Reading

    def read(self, role, asked, counted="after"):
        """Read the topic and page `asked`, or the list for None: (what is wrong with it, what it asked the cache)."""
        first = self.world.sure - 1
        try:
            answer = servers.fetch(self.portal + self._path(asked), self.cookies[role])
            faults = self.world.faults(role, asked, answer, first, len(self.world.states))
        except (OSError, HTTPException) as error:
            return [(self.facts.ERROR, f"{role} at {asked}: {error}")], []
        kept = (answer[1].get(HEADER) or "").split()
        with self._lock:
            self.pages[counted] += 1
            self.statuses[answer[0]] += 1
            self.kept["pages"] += bool(kept) and all(key.endswith("+") for key in kept)
            self.kept["texts"] += sum(key.endswith("+") for key in kept)
            self.kept["asked"] += len(kept)
        return faults, kept

    def _path(self, asked):
        if asked is None:
            return self.facts.LIST
        pk, page, slug = asked
        return f"{self.facts.LIST}{pk}/{slug}/" + (f"?page={page}" if page > 1 else "")

    def _note(self, faults):
        with self._lock:
            self.faults.update({kind for kind, _sentence in faults})  # each page once
            self.examples += [f"round {self.rounds}: {kind}: {sentence}" for kind, sentence in faults]

    def _asked_of(self, topic, number=1):
        """What is asked for to read post `number` of a Told."""
        return topic.pk, self.facts.page_of(number), topic.path.split("/")[3]

    def _read_all_the_while(self, chance):
        while not self._ended.wait(PAUSE):
            topic = chance.choice(list(self.world.now.topics.values()))
            asked = None if chance.random() < 0.25 else self._asked_of(topic, chance.randint(1, len(topic.posts)))
            self._note(self.read(chance.choice(self.facts.ROLES), asked, "between")[0])

    # --- The rounds

    def run(self):
        with ThreadPoolExecutor(BETWEEN) as pool, ThreadPoolExecutor(2) as self._pool:
            chances = [random.Random(SEED + 2 + number) for number in range(BETWEEN)]
            readers = [pool.submit(self._read_all_the_while, chance) for chance in chances]
            try:
                while self.rounds < ROUNDS:
                    self.rounds += 1
                    self._round()
                    if self.rounds % 100 == 0:
                        wrong = dict(self.faults) or "nothing wrong"
                        _say(f"{self.rounds} rounds, {self.pages['after']} pages: {wrong}")
            finally:
                self._ended.set()
            for reader in readers:
                reader.result()  # raises what ended it

    def _round(self):
        was, number = self.writer.anything()
        topic = self.world.now.topics[was.pk]
        asked = self._asked_of(topic, number)
        # The same address in any order, and twice as a stranger, one after the other: once they fill what is kept.
        lists = [("stranger", None), (self.chance.choice(self.facts.ROLES), None)]
        if was.word != topic.word:
            lists.append((self.chance.choice(self.facts.ROLES), self._asked_of(was)))  # by its old address
        others = [(role, asked) for role in self.facts.ROLES if role != "stranger"]
        self.chance.shuffle(others)
        streams = [[("stranger", asked), ("stranger", asked), *others[:2]], [*others[2:], *lists]]
        for stream in streams:
            self.chance.shuffle(stream)
        # Two at once, as the portal has two workers: what one of them keeps the other finds.
        for done in [self._pool.submit(self._read_in_turn, stream) for stream in streams]:
            done.result()

    def _read_in_turn(self, stream):
        for role, asked in stream:
            self._note(self.read(role, asked)[0])

    # --- The control

    def find_what_is_planted(self):
        """Put kept texts under the keys of others by hand, and see that the check tells: how many were. Without that a
        drill that finds nothing would say nothing. Raises SystemExit where one is not found."""
        topic = next(each for each in self.world.now.topics.values() if each.board == self.world.open_board)
        found = 0
        for role in ["stranger", "member"]:
            for verb, kind in [("edit", self.facts.STALE), ("hide", self.facts.FORBIDDEN)]:
                found += self._plant(role, topic, verb, kind, is_list=False)
            found += self._plant(role, topic, "rename", self.facts.STALE, is_list=True)
        _say(f"the check finds what is planted, {found} times")
        return found

    def _plant(self, role, topic, verb, kind, *, is_list):
        def asked():
            return None if is_list else self._asked_of(self.world.now.topics[topic.pk])

        self._read_right(role, asked())
        before = self._read_right(role, asked())
        self._change(verb, self.world.now.topics[topic.pk])
        self._read_right(role, asked())
        after = self._read_right(role, asked())
        with _Planted(before, after):
            kinds = {kind for kind, _sentence in self.read(role, asked(), "control")[0]}
        if kind not in kinds:
            raise SystemExit(f"A page with a planted text ({verb}, {role}) seems right: the drill would say nothing.")
        if verb == "hide":
            self.writer.show_again(self.world.now.topics[topic.pk], 0)
        self._read_right(role, asked())
        return 1

    def _change(self, verb, topic):
        if verb == "rename":
            self.writer.rename(topic)
        else:
            getattr(self.writer, verb)(topic, 0)

    def _read_right(self, role, asked):
        """The keys of the texts that a page is made of; what is wrong with it counts as in the rounds."""
        faults, kept = self.read(role, asked, "control")
        self._note(faults)
        return [key.rstrip("+") for key in kept]

    # --- What is found

    def found(self, planted):
        for example in self.examples[:20]:
            print(example, file=sys.stderr)
        writes = ", ".join(f"{count} {verb}" for verb, count in self.writer.done.most_common())
        pages = self.pages["after"] + self.pages["between"]
        statuses = ", ".join(f"{count} × {status}" for status, count in self.statuses.most_common())
        notes = {
            self.facts.STALE: f"{self.rounds} rounds ({writes}); {self.pages['after']} pages read after a commit and "
            f"{self.pages['between']} in between; {self.kept['pages']} wholly of what was kept",
            self.facts.FORBIDDEN: f"of {pages} pages for {len(self.facts.ROLES)} kinds of readers; "
            f"{self.kept['texts']} of {self.kept['asked']} texts were kept ones; {planted} planted ones were found",
            self.facts.ERROR: statuses,
        }
        return [
            Row(f"forums.cache.{kind}", self.faults[kind], "pages", at_most=0, note=note)
            for kind, note in notes.items()
        ]


class _Planted:
    """While it lasts, the keys of `after` that are new hold the texts of those of `before` that went."""

    def __init__(self, before, after):
        gone = [key for key in before if key not in after]
        come = [key for key in after if key not in before]
        self.pairs = [
            (old, new) for old, new in zip(gone, come, strict=False) if old.split(":")[0] == new.split(":")[0]
        ]
        if not self.pairs:
            raise SystemExit(f"Nothing was kept of the page that the control reads: {before}, {after}")

    def __enter__(self):
        from django.core.cache import cache

        self.texts = cache.get_many([new for _old, new in self.pairs])
        cache.set_many({new: cache.get(old) for old, new in self.pairs})

    def __exit__(self, *_error):
        from django.core.cache import cache

        cache.set_many(self.texts)


def _say(what):
    print(f"{time.strftime('%H:%M:%S')} {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
