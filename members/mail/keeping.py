"""How long letters stay in the outbox. The one table of it; the admin and the page on privacy read it here."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .kinds import all_kinds
from .models import Mail, ProviderEvent
from .models.providers import REPLAY

BATCH = 1_000


@dataclass(frozen=True)
class Rule:
    name: str  # as Kind.keep has it
    texts: timedelta  # subject, text and what they were written from
    rows: timedelta  # that there was a letter, to whom, and what became of it
    sentence: str


RULES = {
    rule.name: rule
    for rule in [
        Rule(
            "codes",
            timedelta(days=1),
            timedelta(days=400),
            _("The words of letters that sign people in: one day. That they were sent: 400 days."),
        ),
        Rule(
            "letters",
            timedelta(days=90),
            timedelta(days=400),
            _("The words of all other letters: 90 days. That they were sent, and whether they arrived: 400 days."),
        ),
        Rule(
            "receipts",
            timedelta(days=3_653),
            timedelta(days=3_653),
            _("Letters about money (invoices, receipts, credit notes): ten years, as accounting asks."),
        ),
    ]
}


def sentences():
    """The policy, a sentence a rule."""
    return [rule.sentence for rule in RULES.values()]


def clear(now=None, most=200):
    """Remove what has been kept long enough, in at most `most` batches; returns how many letters were touched.

    Letters that are still to be sent stay as they are.
    """
    now, touched = now or timezone.now(), 0
    ProviderEvent.objects.filter(told_at__lte=now - 2 * REPLAY).delete()
    for mails, is_whole in [*_rows(now), *_texts(now)]:
        while most and (count := mails.removed(BATCH) if is_whole else mails.without_texts(now, BATCH)):
            touched, most = touched + count, most - 1
    return touched


def _kinds_by_rule():
    """(Rule, condition) for each rule; kinds that are gone are kept as letters are."""
    special = {name: [kind.name for kind in all_kinds() if kind.keep == name] for name in RULES if name != "letters"}
    known = [kind for kinds in special.values() for kind in kinds]
    for name, kinds in special.items():
        yield RULES[name], Mail.objects.filter(kind__in=kinds)
    yield RULES["letters"], Mail.objects.exclude(kind__in=known)


def _rows(now):
    return [(mails.filter(created_at__lte=now - rule.rows), True) for rule, mails in _kinds_by_rule()]


def _texts(now):
    return [(mails.filter(created_at__lte=now - rule.texts), False) for rule, mails in _kinds_by_rule()]
