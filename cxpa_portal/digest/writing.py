"""Writing the digests that are due: one transaction for each person, with the letter and what it told."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from forums.discussions.markdown import shorten
from members.mail.gathering import gather
from members.mail.models import Digest, DigestEntry, DigestSchedule
from members.mail.outbox import send
from members.mail.weekly import zone_of

from .apps import KIND

AGAIN_AFTER = timedelta(hours=1)
LONGEST_SUBJECT = 90  # characters of the headline, so that "and 4 more" is still seen
logger = logging.getLogger(__name__)


def write_due(now):
    """Write every digest due by `now`; returns how many letters that made.

    Safe to run at the same time anywhere: whoever holds a person's row writes, the others go past it. An outage
    of weeks makes one letter: what follows is next week's moment, not the one after the first that was missed.
    """
    DigestSchedule.objects.catch_up(now)
    due = list(DigestSchedule.objects.due(now).values_list("pk", flat=True))
    return sum(_write_one(pk, now) for pk in due)


def _write_one(pk, now):
    try:
        with transaction.atomic():
            claim = DigestSchedule.objects.due(now).for_writing(KIND).select_for_update(skip_locked=True, of=["self"])
            schedule = claim.filter(pk=pk).first()
            return schedule is not None and _write(schedule, now)
    except Exception:
        # One person's trouble must not hold up the others; their letter comes once it is mended.
        logger.exception("The digest of person %s could not be written", pk)
        DigestSchedule.objects.filter(pk=pk).update(due_at=now + AGAIN_AFTER)
        return False


def _write(schedule, now):
    """The digest of one person whose row is held. Returns whether there is a letter."""
    person = schedule.person
    zone = zone_of(person)
    due_on = timezone.localdate(schedule.due_at, zone)
    if schedule.is_stopped or not schedule.is_confirmed or not person.is_active:
        schedule.advance(now)
        return False
    since = schedule.since(now)
    with timezone.override(zone):
        gathered = gather(person, since, now)
    items = gathered.items
    if items or gathered.left_out:
        digest, _new = Digest.objects.update_or_create(
            person=person,
            due_on=due_on,
            defaults={
                "written_at": now,
                "headline": items[0].headline[:250] if items else "",
                "item_count": len(items),
                "left_out": gathered.left_out,
            },
        )
        DigestEntry.objects.bulk_create(DigestEntry(person=person, key=item.key, digest=digest) for item in items)
    if items:
        send(KIND, to=person, key=f"digest:{due_on}", **_context(person, gathered))
    # What a failed section had to say is told next time: the ledger keeps the rest from coming again.
    told_until = since if gathered.left_out else now
    schedule.advance(now, told_until=told_until, has_written=bool(items))
    return bool(items)


def _context(person, gathered):
    """What the templates of the letter need, as JSON: rendered words, not rows."""
    items = gathered.items
    return {
        "first_name": person.first_name,
        "best": shorten(items[0].headline, LONGEST_SUBJECT),
        "more": len(items) - 1,
        "preheader": " · ".join(str(item.headline) for item in items[1:4]),
        "sections": [
            {
                "heading": str(section.heading),
                "items": [
                    {"headline": str(item.headline), "url": item.url, "detail": str(item.detail)} for item in items
                ],
            }
            for section, items in gathered.parts
        ],
    }
