"""The way of one application as its applicant sees it: steps with promised dates, the one it is at open."""

from django.utils import timezone
from django.utils.translation import gettext as _

from members.days import in_words

from .promises import is_late, promised_decision, promised_review
from .states import State

DONE, CURRENT, AHEAD = "done", "current", "ahead"


def track_of(application, next_step):
    """Steps for components/track.html; `next_step` is the Step the person stands at, for what follows an approval."""
    builders = [_writing, _payment, _review, _decision]
    steps = [build(application) for build in builders]
    if application.state == State.APPROVED:
        steps.append(
            _line(_("Exam and credential"), CURRENT, next_step.sentence, url=next_step.url, label=next_step.label)
        )
    elif application.is_open:
        steps.append(
            _line(_("Exam and credential"), AHEAD, _("On a day you choose, within the months after the approval."))
        )
    return [step for step in steps if step]


def _writing(application):
    title = _("Written and sent")
    if application.state == State.DRAFT:
        until = _("Kept until %(day)s, longer whenever you work on it") % {"day": _day(application.runs_out_at)}
        return _line(title, CURRENT, when=until)
    if application.submitted_at:
        return _line(title, DONE, when=_day(application.submitted_at))
    return _line(title, DONE, _ended_words(application), when=_day(application.ended_at))


def _payment(application):
    title = _("Paid")
    if application.state == State.AWAITING_PAYMENT:
        sentence = _("The reading begins on the day your payment arrives.")
        invoice = application.invoice
        when = _("%(total)s, due by %(day)s") % {"total": invoice.total_in_words, "day": in_words(invoice.due_on)}
        return _line(title, CURRENT, sentence, when=when, url=invoice.get_absolute_url(), label=_("See the invoice"))
    if application.paid_at:
        return _line(title, DONE, when=_day(application.paid_at))
    if application.is_open and application.invoice_id is None and application.submitted_at:
        return None  # there was nothing to pay
    return _line(title, AHEAD) if application.state == State.DRAFT else None


def _review(application):
    title = _("Read by reviewers")
    if application.state == State.CHANGES_REQUESTED:
        sentence = _("They ask for changes. Your time runs until %(day)s.") % {"day": _day(application.runs_out_at)}
        return _line(title, CURRENT, sentence)
    if application.review_began_at is None:
        return _line(title, AHEAD) if application.is_open else None
    if application.state != State.IN_REVIEW:
        return _line(title, DONE, _ended_words(application))
    if application.recommended_at:
        return _line(title, DONE, when=_day(application.recommended_at))
    return _promised(title, promised_review(application), application)


def _decision(application):
    title = _("Decided")
    if application.is_decided:
        words = _("Approved.") if application.state == State.APPROVED else _("Not approved.")
        state = DONE if application.state == State.APPROVED else CURRENT
        return _line(title, state, words, when=_day(application.decided_at))
    if not application.is_open:
        return None
    if application.state == State.IN_REVIEW:
        day = promised_decision(application)
        if application.recommended_at:
            return _promised(title, day, application)
        return _line(title, AHEAD, when=_("By %(day)s") % {"day": in_words(day)})
    return _line(title, AHEAD)


def _promised(title, day, application):
    late = ""
    if is_late(day):
        late = application.late_reason or _("We are late, and sorry about it. You have not been forgotten.")
    elif application.late_reason:
        late = application.late_reason
    when = _("Promised by %(day)s") % {"day": in_words(day)}
    return _line(
        title, CURRENT, _("Nothing is left for you to do. We write to you as soon as it moves."), when=when, late=late
    )


def _ended_words(application):
    if application.state == State.WITHDRAWN:
        return _("You withdrew it on %(day)s.") % {"day": _day(application.ended_at)}
    if application.state == State.EXPIRED:
        return _("It was closed on %(day)s, because nobody went on with it.") % {"day": _day(application.ended_at)}
    return ""


def _line(title, state, sentence="", *, when="", url="", label="", late=""):
    return {
        "title": title,
        "state": state,
        "sentence": sentence,
        "when": when,
        "url": url,
        "label": label,
        "late": late,
    }


def _day(moment):
    """The day of a moment in the reader's zone."""
    return in_words(timezone.localtime(moment).date())
