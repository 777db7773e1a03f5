"""How often the rules were right: what moderators decided about the texts that each of them stopped or flagged."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count, F, Func
from django.utils import timezone

from .models import Case, Flag
from .screening.rules import LABELS

SINCE = timedelta(days=180)
WRONG = [Case.KEPT, Case.PUBLISHED]  # the text was fine
RIGHT = [Case.HIDDEN, Case.RETURNED, Case.REFUSED]


def rules_counted(now=None):
    """[{label, right, wrong, waiting, share}] of half a year, rules first, then the reasons of flags; one query."""
    since = (now or timezone.now()) - SINCE
    cases = Case.objects.filter(opened_at__gt=since).exclude(outcome=Case.WITHDRAWN).order_by()
    rows = cases.annotate(rule=Func(F("rules"), function="unnest")).values_list("rule", "outcome")
    found = Counter()
    for rule, outcome, count in rows.annotate(count=Count("pk")):
        what = "right" if outcome in RIGHT else "wrong" if outcome in WRONG else "waiting"
        found[rule, what] += count
    known = [*LABELS.items(), *((f"flag_{reason}", label) for reason, label in Flag.REASONS)]
    return [_told(label, *(found[rule, what] for what in ["right", "wrong", "waiting"])) for rule, label in known]


def _told(label, right, wrong, waiting):
    decided = right + wrong
    share = round(100 * right / decided) if decided else None
    return {"label": label, "right": right, "wrong": wrong, "waiting": waiting, "decided": decided, "share": share}
