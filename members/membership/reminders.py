"""Who is to be reminded that their membership ends: "due by now", however long ago the last look was."""

from datetime import UTC, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from . import letters
from .models import Dues, Term

OFFSETS = [60, 30, 7, -1]  # days before the last one; -1: the day after it
QUIET = timedelta(days=3)  # who has just asked for the invoice knows


def remind_due(now=None):
    """Remind everyone it is due for; returns how many. Two workers at once remind each person once."""
    now = now or timezone.now()
    return sum(remind(term, now) for term in candidates(now).iterator(chunk_size=200))


def candidates(now):
    """Terms that may owe a reminder somewhere on Earth; what the calendar says at home, `due_offset` asks."""
    today = now.astimezone(UTC).date()
    later = Term.objects.standing().filter(membership=OuterRef("membership"), ends_on__gt=OuterRef("ends_on"))
    reached = Q()
    for offset in OFFSETS:
        not_yet = Q(reminded=None) | Q(reminded__gt=offset)
        reached |= Q(ends_on__lte=today + timedelta(days=offset + 1)) & not_yet
    open_dues = Prefetch("membership__dues", Dues.objects.open().select_related("invoice"), to_attr="open_ones")
    return (
        Term.objects.standing()
        .with_grace()
        .filter(reached, ~Exists(later), ended_early_at=None, membership__person__is_active=True)
        .filter(grace_ends__gte=today - timedelta(days=2))
        .select_related("membership__person", "plan")
        .prefetch_related(open_dues)
        .order_by("pk")
    )


def due_offset(term, today):
    """Of which moment `term` is to be reminded on the local date `today`: the newest that has come; None for none.

    Nobody hears of a moment that was past when the term was made, of one that was told, or of an end beyond its grace.
    """
    made_on = timezone.localdate(term.created_at, term.membership.zone)
    come = [offset for offset in OFFSETS if made_on < term.ends_on - timedelta(days=offset) <= today]
    if not come or today > max(term.grace_ends_on, term.ends_on + timedelta(days=1)):
        return None
    newest = min(come)
    if newest >= 0 and today > term.ends_on:
        return None
    return newest if term.reminded is None or term.reminded > newest else None


@transaction.atomic
def remind(term, now):
    """Remind of one term where it is due; whoever changes the row first writes the letter. Returns whether it did."""
    offset = due_offset(term, timezone.localdate(now, term.membership.zone))
    dues = next(iter(term.membership.open_ones), None)
    if offset is None or (dues and dues.asked_at > now - QUIET):
        return False
    not_yet = Q(reminded=None) | Q(reminded__gt=offset)
    claimed = Term.objects.standing().filter(not_yet, pk=term.pk, ends_on=term.ends_on).update(reminded=offset)
    if claimed:
        letters.reminder(term, dues, offset=offset)
    return bool(claimed)
