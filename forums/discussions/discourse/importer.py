"""One run: read all of it once to know what there is, then once more to write it, whole topics at a time."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.db import DataError, IntegrityError, connection, reset_queries

from forums.discussions.models import Post, PostOrigin, PostSearch, Tag, Tagging, Topic, TopicOrigin

from . import archive, boards, people, shape
from .links import Links
from .numbers import reserve
from .report import Report
from .survey import read, survey
from .topics import Maker

FILLED = [Topic, Post, PostSearch, TopicOrigin, PostOrigin, Tag, Tagging]
BATCH = 500  # posts in one transaction, rounded up to whole topics
LOCK = 0x43585041_0001  # any number that nothing else locks


class Busy(Exception):
    """Another import runs at this moment."""


class Import:
    """Brings the archive at `path` under the name `source`; `names` are board names by category.

    `bars` makes a progress bar: `bars(what, total)`, a context manager with `update(count)`.
    """

    def __init__(self, path, source, *, bars, names=None):
        self.path = path
        self.source = source
        self.bars = bars
        self.names = names or {}
        self.report = Report()

    def run(self):
        """Import what is not here yet; the Report. Raises CannotRead and Busy."""
        began = time.monotonic()
        with _alone():
            known = dict(TopicOrigin.objects.filter(source=self.source).values_list("external_id", "topic_id"))
            with self.bars("Looking", None) as bar:
                found = survey(self.path, known, lambda: bar.update(1))
            self.report.left_out |= found.broken
            self._note_what_is_here(found)
            if found.new_posts:
                self._bring(found, known)
                _take_stock()
        self.report.seconds = time.monotonic() - began
        return self.report

    def _note_what_is_here(self, found):
        held = TopicOrigin.objects.filter(source=self.source, external_id__in=found.here_already)
        counts = dict(held.values_list("external_id", "details__posts"))
        self.report.here_already = len(found.here_already)
        self.report.grown = sum(posts > (counts[id] or 0) for id, posts in found.here_already.items())

    def _maker(self, found, known):
        self.report.came["people"] = people.bring(self.source, found.people)
        boards_here, self.report.came["boards"] = boards.bring(self.source, found.categories, self.names)
        shift = reserve(Topic, TopicOrigin, self.source, found.topic_ids)
        addresses = {id: (known.get(id, shift + id), *rest) for id, rest in found.topics.items()}
        return Maker(
            self.source,
            people=people.known(self.source),
            boards=boards_here,
            links=Links(found.hosts, addresses),
            shift=shift,
            post_shift=reserve(Post, PostOrigin, self.source, found.post_ids),
        )

    def _bring(self, found, known):
        maker = self._maker(found, known)
        with self.bars("Writing", found.new_posts) as bar:
            for number, rows in enumerate(_one_ahead(_batches(self._threads(found, known), maker)), 1):
                self._write(maker, rows)
                bar.update(rows.said)
                if number.bit_count() == 1:  # the first, the second, the fourth …
                    _take_stock()
                reset_queries()  # in development Django keeps every statement, with all these texts in it
        if self.report.came["tags"]:
            Tag.objects.count_topics()

    def _threads(self, found, known):
        for file in archive.files(self.path):
            if file.name in found.broken:
                continue
            thread = self._thread(file, found)
            if thread is not None and thread.id not in known:
                yield file.name, thread

    def _thread(self, file, found):
        """The thread of `file`; None, and a line in the report, where it is not what the survey saw."""
        try:
            thread = read(file)
        except shape.Broken as reason:
            self.report.left_out[file.name] = f"{reason}"
            return None
        if found.files.get(thread.id) != file.name or any(post.author.id not in found.people for post in thread.shown):
            self.report.left_out[file.name] = "it changed while it was being read"
            return None
        return thread

    def _write(self, maker, rows):
        """All at once; where the database refuses that, one by one, so that only what it refuses stays out."""
        try:
            self.report.came += rows.write()
        except (IntegrityError, DataError) as error:
            if len(rows.threads) == 1:
                self.report.left_out[next(iter(rows.threads))] = f"the database refuses it ({_first_line(error)})"
                return
            for name, thread in rows.threads.items():
                self._write(maker, maker.rows({name: thread}))


def _take_stock():
    """Let the database know how much there is now: until then it plans as if its tables were empty."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in FILLED)}")


def _batches(threads, maker):
    batch, size = {}, 0
    for name, thread in threads:
        batch[name] = thread
        size += len(thread.said)
        if size >= BATCH:
            yield maker.rows(batch)
            batch, size = {}, 0
    if batch:
        yield maker.rows(batch)


def _one_ahead(items):
    """`items`, each made in a thread while the database works on the one before."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, items, None)
            yield item


@contextmanager
def _alone():
    """Hold the lock of imports. It belongs to the connection, so that it goes with a killed process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy("Another import is running. Wait until it has ended, then start this one again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _first_line(error):
    return f"{error}".strip().split("\n")[0]
