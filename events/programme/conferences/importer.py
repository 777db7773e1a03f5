"""One run: understand every row, compare with what is here, write what is new in bulk and what changed by verbs."""

import json
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import timezone

from events.programme.models import Event, EventCancelled, EventOrigin
from events.programme.times import midnight
from members.subjects.models import Subject

from .merging import merge
from .report import ADDED, CHANGED, HERE, MERGED, REFUSED, Report
from .rows import Refused, understand

BATCH = 200
LOCK = 0x43585041_0002  # any number that nothing else locks
COLUMNS = {"title", "kind", "city", "country", "latitude", "longitude", "language", "access", "description"}


class CannotRead(Exception):
    """The file is not a list of rows."""


class Busy(Exception):
    """Another import runs at this moment."""


def read(path):
    """The rows of the JSON file at `path`. Raises CannotRead."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CannotRead(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(rows, list):
        raise CannotRead(f"{path} holds no list of rows.")
    return rows


class Import:
    """Brings `rows` under the name `source`. `bars(what, total)` makes a progress bar: `update(count)`, a context."""

    def __init__(self, rows, source, *, bars, is_dry=False):
        self.rows, self.source, self.bars, self.is_dry = rows, source, bars, is_dry
        self.report = Report()
        self.conferences = {}  # by key
        self.lines = {}  # the line of each key's first row

    @transaction.atomic
    def run(self):
        """The Report. With `is_dry` everything is done and then undone, so that it says exactly what would be done."""
        self._hold_the_lock()
        self._understand_all()
        subjects = dict(Subject.objects.values_list("slug", "pk"))
        here = {origin.key: origin for origin in EventOrigin.objects.filter(source=self.source).select_related("event")}
        new = []
        for key, conference in self.conferences.items():
            if key in here:
                self._compare(here[key], conference, subjects)
            else:
                new.append(conference)
        with self.bars("Writing", len(new)) as bar:
            for start in range(0, len(new), BATCH):
                batch = new[start : start + BATCH]
                self._add(batch, subjects)
                bar.update(len(batch))
        transaction.set_rollback(self.is_dry)
        return self.report

    def _hold_the_lock(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
            if not cursor.fetchone()[0]:
                raise Busy("Another import is running. Wait until it has ended, then start this one again.")

    def _understand_all(self):
        with self.bars("Reading", len(self.rows)) as bar:
            for number, row in enumerate(self.rows, start=1):
                self._understand(number, row)
                bar.update(1)

    def _understand(self, number, row):
        name = str(row.get("name") or "").strip()[:200] if isinstance(row, dict) else ""
        starts = str(row.get("startDate") or "")[:40] if isinstance(row, dict) else ""
        try:
            conference = understand(row)
        except Refused as why:
            self.report.say(number, name, starts, REFUSED, f"{why}")
            return
        first = self.conferences.setdefault(conference.key, conference)
        if first is conference:
            self.lines[conference.key] = self.report.say(number, name, starts, ADDED, "; ".join(conference.notes))
            return
        otherwise = merge(first, conference)
        same = self.lines[conference.key].row
        self.report.say(number, name, starts, MERGED, f"the same as row {same}{otherwise}")

    def _compare(self, origin, conference, subjects):
        """Write what the source says otherwise than last time; what only staff changed here stays."""
        line, said = self.lines[conference.key], conference.said
        line.event = origin.event_id
        news = {name for name, value in said.items() if origin.said.get(name) != value}
        if not news:
            line.outcome, line.why = HERE, ""
            return
        try:
            self._write_news(origin.event, conference, news, subjects)
        except EventCancelled:
            line.outcome, line.why = HERE, "it was cancelled here, and stays so"
            return
        origin.said = said
        origin.save(update_fields=["said"])
        line.outcome, line.why = CHANGED, "another " + ", ".join(sorted(news))

    def _write_news(self, event, conference, news, subjects):
        fields = _fields(conference)
        event.change(by=None, **{name: fields[name] for name in news & COLUMNS})
        if "url" in news:
            event.change(by=None, external_url=conference.url)
        if news & {"last_day", "first_day"}:
            event.move(*_times(conference.first_day, conference.last_day, event.zone), by=None)
        if "subjects" in news:
            event.subjects.add(*[subjects[slug] for slug in conference.subjects if slug in subjects])

    def _add(self, batch, subjects):
        """All at once; where the database refuses that, one by one, so that only what it refuses stays out."""
        try:
            with transaction.atomic():
                events = Event.objects.bulk_create(_event(conference) for conference in batch)
                pairs = list(zip(events, batch, strict=True))
                EventOrigin.objects.bulk_create(
                    EventOrigin(event=event, source=self.source, key=conference.key, said=conference.said)
                    for event, conference in pairs
                )
                about = Event.subjects.through
                about.objects.bulk_create(
                    about(event=event, subject_id=subjects[slug])
                    for event, conference in pairs
                    for slug in conference.subjects
                    if slug in subjects
                )
        except (IntegrityError, DataError) as error:
            if len(batch) > 1:
                for conference in batch:
                    self._add([conference], subjects)
                return
            line = self.lines[batch[0].key]
            line.outcome, line.why = REFUSED, f"the database refuses it ({str(error).strip().splitlines()[0]})"
            return
        for event, conference in pairs:
            self.lines[conference.key].event = None if self.is_dry else event.pk


def _event(conference):
    """The row of a new event: in the programme at once, for everyone, with registration at the organiser's."""
    starts_at, ends_at = _times(conference.first_day, conference.last_day, ZoneInfo(conference.time_zone))
    event = Event(
        starts_at=starts_at,
        ends_at=ends_at,
        is_all_day=True,
        time_zone=conference.time_zone,
        external_url=conference.url,
        published_at=timezone.now(),
        **_fields(conference),
    )
    event.render()
    return event


def _fields(conference):
    return {name: getattr(conference, name) for name in COLUMNS}


def _times(first_day: date, last_day: date, zone):
    return midnight(first_day, zone), midnight(last_day + timedelta(days=1), zone)
