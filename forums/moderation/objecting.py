"""Objections, from the words of whoever was decided about to what another moderator decides."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from members.audit.log import record

from . import holding, news
from .models import Case, NotYours, Objection, Sanction


class TooLate(Exception):
    """It was objected to before, or taken back meanwhile."""


@transaction.atomic
def object_to(sanction, *, words, now=None):
    """The person of `sanction` objects, once; returns the Case that another moderator finds in the queue.

    The same words again are the same objection. Raises TooLate.
    """
    rows = Sanction.objects.select_for_update(of=["self"]).select_related("person", "by", "objection__case")
    sanction = rows.get(pk=sanction.pk)
    if hasattr(sanction, "objection") and sanction.objection.words == words:
        return sanction.objection.case
    if not sanction.can_be_objected_to:
        raise TooLate
    person = sanction.person
    about_moderator = person.is_moderator or person.is_staff
    return _wait(Objection(sanction=sanction, words=words), about_moderator, by=person, now=now)


@transaction.atomic
def object_to_decision(case, *, by, words, now=None):
    """The author of a text that was hidden, or not published, objects, once a decision; returns the Case that another
    moderator finds in the queue.

    The same words again are the same objection. Raises NotYours and TooLate.
    """
    case.hold()
    if not case.is_by(by):
        raise NotYours
    made = case.objection_made
    if made and made.words == words:
        return made.case
    if made or not case.can_be_objected_to:
        raise TooLate
    objection = Objection(decision=case, round=case.round, decided_by=case.settled_by, words=words)
    masked = get_user_model().objects.nameless() if case.is_nameless else by
    return _wait(objection, case.about_moderator, by=masked, now=now)


@transaction.atomic
def uphold(case, *, by, words="", now=None):
    """The objection is right: what it is against is taken back, and both hear of it.

    Raises what `Case.begin` raises, and NotNow where a text cannot be published any more.
    """
    decision = _held_decision(case)
    if not case.begin(Case.UPHELD, by=by):
        return
    now = now or timezone.now()
    if decision is None:
        sanction = _locked(case)
        if sanction.lifted_at is None:
            sanction.take_back(by=by, reason=words, now=now)
        case.settle(Case.UPHELD, by=by, words=words, now=now)
        news.tell_objection_upheld(case)
        return
    if case.objection.still_stands:
        _decide_anew(decision, by=by, words=words, now=now)
    case.settle(Case.UPHELD, by=by, words=words, now=now)
    news.tell_decider_of_objection(case)


@transaction.atomic
def dismiss(case, *, by, words, now=None):
    """The decision stands; the person reads `words`. Raises what `Case.begin` raises."""
    if not case.begin(Case.DISMISSED, by=by):
        return
    case.settle(Case.DISMISSED, by=by, words=words, now=now)
    if case.objection.is_against_a_text:
        news.tell_author_of_dismissal(case)
        news.tell_decider_of_objection(case)
    else:
        news.tell_objection_dismissed(case)


def _wait(objection, about_moderator, *, by, now):
    now = now or timezone.now()
    objection.at = now
    objection.save(force_insert=True)
    about = {"kind": Case.OBJECTION, "about_moderator": about_moderator}
    case = Case.objects.create(objection=objection, opened_at=now, waits_since=now, **about)
    record("moderation.objected", case, by=by)
    return case


def _held_decision(case):
    """The Case of the text that `case` is against, held before `case` is, as Case.undo takes them; else None."""
    decision = case.objection.decision
    if decision is not None:
        decision.hold()
    return decision


def _decide_anew(decision, *, by, words, now):
    """It is there for others, as if the first had decided so; its author and whoever flagged it hear of it."""
    decision.open_again(now=now)
    if decision.is_held:
        holding.publish(decision, by=by, words=words, now=now)
    else:
        decision.keep(by=by, words=words, now=now)


def _locked(case):
    sanction = case.objection.sanction
    sanction.lock()
    return sanction
