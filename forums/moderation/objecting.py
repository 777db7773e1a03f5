"""Objections, from the words of whoever is silenced or suspended to what another moderator decides."""

from django.db import transaction
from django.utils import timezone

from members.audit.log import record

from . import news
from .models import Case, Objection, Sanction


class TooLate(Exception):
    """It was objected to before, or lifted meanwhile."""


@transaction.atomic
def object_to(sanction, *, words, now=None):
    """The person of `sanction` objects, once; returns the Case that another moderator finds in the queue.

    The same words again are the same objection. Raises TooLate.
    """
    now = now or timezone.now()
    rows = Sanction.objects.select_for_update(of=["self"]).select_related("person", "by", "objection__case")
    sanction = rows.get(pk=sanction.pk)
    if hasattr(sanction, "objection") and sanction.objection.words == words:
        return sanction.objection.case
    if not sanction.can_be_objected_to:
        raise TooLate
    objection = Objection.objects.create(sanction=sanction, words=words, at=now)
    person = sanction.person
    about = {"kind": Case.OBJECTION, "about_moderator": person.is_moderator or person.is_staff}
    case = Case.objects.create(objection=objection, opened_at=now, waits_since=now, **about)
    record("moderation.objected", case, by=person)
    return case


@transaction.atomic
def uphold(case, *, by, words="", now=None):
    """The objection is right: what it is against is lifted, and both hear of it. Raises what `Case.begin` raises."""
    if not case.begin(Case.UPHELD, by=by):
        return
    now = now or timezone.now()
    sanction = _locked(case)
    if sanction.lifted_at is None:
        sanction.take_back(by=by, reason=words, now=now)
    case.settle(Case.UPHELD, by=by, words=words, now=now)
    news.tell_objection_upheld(case)


@transaction.atomic
def dismiss(case, *, by, words, now=None):
    """The decision stands; the person reads `words`. Raises what `Case.begin` raises."""
    if case.begin(Case.DISMISSED, by=by):
        case.settle(Case.DISMISSED, by=by, words=words, now=now)
        news.tell_objection_dismissed(case)


def _locked(case):
    sanction = case.objection.sanction
    sanction.lock()
    return sanction
