"""Writing the digests that are due: a batch of people at a time, each batch with its letters and its ledger in one
transaction."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from members.mail.gathering import gather_for
from members.mail.models import Digest, DigestEntry, DigestSchedule
from members.mail.models.schedules import LETTERS_IN_SILENCE, WRITTEN
from members.mail.outbox import send_each
from members.mail.readers import Edition, Reader, Readers
from members.mail.rounds import zone_of
from members.mail.sections import last_seen_of

from . import letters
from .kinds import ASKED, KIND

BATCH = 1_000  # people: so many share each question to the database, and so many letters are in memory at once
AGAIN_AFTER = timedelta(hours=1)
logger = logging.getLogger(__name__)


def write_due(now):
    """Write every digest due by `now`; returns how many letters that made.

    Safe to run at the same time anywhere: whoever holds a person's row writes, the others go past it. An outage of
    weeks makes one letter: what follows is the next round's moment, not the one after the first that was missed.
    """
    DigestSchedule.objects.catch_up(now)
    due = DigestSchedule.objects.due(now)
    edition = Edition(now, due.for_writing(KIND).wanted().first_since(now))
    count = 0
    while (written := _write_batch(due[:BATCH], edition)) is not None:
        count += written
    return count


def _write_batch(due, edition):
    """Hold and write some of what is due; returns how many letters that made, None where nobody is left to hold.

    Where writing them together fails, each half is tried apart, until those are found with whom it fails: they come
    an hour later, once it is mended, and hold up nobody.
    """
    pks = []
    try:
        with transaction.atomic():
            held = list(due.for_writing(KIND).select_for_update(skip_locked=True, of=["self"]))
            if not held:
                return None
            pks = [schedule.pk for schedule in held]
            return _write(held, edition)
    except Exception:
        if len(pks) <= 1:
            logger.exception("The digest of person %s could not be written", pks)
            DigestSchedule.objects.filter(pk__in=pks).update(due_at=edition.now + AGAIN_AFTER)
            return 0
    middle = len(pks) // 2
    halves = [DigestSchedule.objects.due(edition.now).filter(pk__in=some) for some in (pks[:middle], pks[middle:])]
    return sum(_write_batch(half, edition) or 0 for half in halves)


def _write(held, edition):
    """The digests of people whose rows are held."""
    now = edition.now
    to_be_written, asked = _sorted_out(held, now)
    readers = Readers([_reader(schedule, now) for schedule in to_be_written], edition)
    gathered = gather_for(readers) if to_be_written else {}
    told = {schedule.pk: gathered[schedule.pk] for schedule in to_be_written if gathered[schedule.pk].lines}
    _keep(to_be_written, gathered, now)
    writes = [(schedule, gathered[schedule.pk]) for schedule in to_be_written if schedule.pk in told]
    send_each(KIND, letters=[letters.digest(schedule, news, now) for schedule, news in writes])
    send_each(ASKED, letters=[letters.asking(schedule, now) for schedule in asked])
    for schedule in held:
        news = gathered.get(schedule.pk)
        # What a failed section had to say is told next time.
        told_until = None if news is None else schedule.since(now) if news.left_out else now
        schedule.in_silence += schedule.pk in told and schedule.is_quiet
        schedule.advance(now, told_until=told_until, has_written=schedule.pk in told)
    DigestSchedule.objects.bulk_create(held, update_conflicts=True, unique_fields=["person"], update_fields=WRITTEN)
    return len(told)


def _sorted_out(held, now):
    """(whose digest is to be written, who is to be asked whether they still want it); who has not come for long after
    some letters is asked once, and hears nothing more until they come or answer."""
    wanted = [each for each in held if not each.is_stopped and each.is_confirmed and not each.bounces]
    wanted = [schedule for schedule in wanted if schedule.person.is_active]
    seen = last_seen_of([schedule.pk for schedule in wanted])
    to_be_written, asked = [], []
    for schedule in wanted:
        seen_at = max(filter(None, [seen.get(schedule.pk), schedule.person.last_login]), default=None)
        schedule.is_quiet = schedule.is_silent(seen_at, now)
        if not schedule.is_quiet or (schedule.asked_at and seen_at and seen_at > schedule.asked_at):
            schedule.in_silence, schedule.asked_at = 0, None
        if schedule.asked_at:
            continue
        if schedule.is_quiet and schedule.in_silence >= LETTERS_IN_SILENCE:
            schedule.asked_at = now
            asked.append(schedule)
        else:
            to_be_written.append(schedule)
    return to_be_written, asked


def _reader(schedule, now):
    person = schedule.person
    person.remember_groups({each["pk"]: each["name"] for each in schedule.of_groups})
    about = {"less": frozenset(schedule.less), "minutes": schedule.minutes}
    since = schedule.since(now)
    if schedule.short:
        # Only the sections that could not say their news look back as far as that; the others told theirs.
        about["owed"] = dict.fromkeys(schedule.short["left_out"], since)
        since = max(since, datetime.fromisoformat(schedule.short["at"]))
    return Reader(person, since, now, zone_of(person), **about)


def _keep(schedules, gathered, now):
    """The Digests, and the ledger of what they tell. Staff see a failure also where no letter came of it."""
    digests = []
    for schedule in schedules:
        news = gathered[schedule.pk]
        if news.lines or news.left_out:
            about = {
                "due_on": letters.due_on(schedule),
                "written_at": now,
                "headline": news.items[0].headline[:250] if news.lines else "",
                "item_count": len(news.lines),
                "left_out": news.left_out,
            }
            digests.append(Digest(person=schedule.person, **about))
    changing = ["written_at", "headline", "item_count", "left_out"]
    Digest.objects.bulk_create(
        digests, update_conflicts=True, unique_fields=["person", "due_on"], update_fields=changing
    )
    DigestEntry.objects.bulk_create(
        DigestEntry(person_id=digest.person_id, key=key, digest=digest)
        for digest in digests
        for item in gathered[digest.person_id].items
        for key in item.keys
    )
