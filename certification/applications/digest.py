"""What the digest says of one's own application: where it stands, when that is new."""

from django.utils.translation import gettext as _

from certification.framework.steps import EXAM, step_for
from members.days import in_words
from members.mail import ranking
from members.mail.sections import Item, Why

from .models import Application
from .promises import promised_decision
from .states import State


def items(readers, now):
    """At most one Item each: what became of their latest application since, or what it waits for."""
    found = {}
    for application in Application.objects.last_of(readers.pks):
        reader = readers.by_pk[application.person_id]
        say = _approved if application.state == State.APPROVED else _told
        if item := say(application, reader):
            found[reader.pk] = [item]
    return found


def _approved(application, reader):
    """The approval, as long as the exam is what follows: who has passed meanwhile has better news.

    It leads to the exam and says what is to do there, so that the exam does not say the same in one letter.
    """
    if not reader.is_news(application.decided_at):
        return None
    step = step_for(reader.person)
    if step.position != EXAM:
        return None
    headline = _("Your CCXP application is approved: you may sit the exam")
    # One point more than the right to sit that waits, which leads to the same page.
    return _item(f"application:{application.pk}:approved", headline, step.url, step.sentence, lively=1)


def _told(application, reader):
    said = _said(application, reader)
    if not said:
        return None
    word, headline, detail = said
    return _item(f"application:{application.pk}:{word}", headline, application.get_absolute_url(), detail)


def _item(key, headline, url, detail, lively=0):
    return Item(key, headline, url, detail, why=(Why(ranking.DUE, _("You applied for the CCXP.")),), lively=lively)


def _said(application, reader):
    state = application.state
    if state == State.CHANGES_REQUESTED:
        detail = _("By %(day)s; everything you wrote is there.") % {"day": in_words(application.runs_out_at)}
        return (
            f"changes-{application.revision}",
            _("The reviewers of your CCXP application wait for your changes"),
            detail,
        )
    if state == State.AWAITING_PAYMENT:
        return (
            "payment",
            _("Your CCXP application waits for its payment"),
            _("The reading begins on the day it arrives."),
        )
    if state == State.DENIED and reader.is_news(application.decided_at):
        return "denied", _("Your CCXP application was decided"), ""
    if state == State.IN_REVIEW and reader.is_news(application.review_began_at):
        detail = _("A decision by %(day)s.") % {"day": in_words(promised_decision(application))}
        return f"review-{application.revision}", _("Your CCXP application is in review"), detail
    if state == State.DRAFT and application.reminded_at is not None:
        detail = _("It is kept until %(day)s.") % {"day": in_words(application.runs_out_at)}
        return f"draft-{application.reminded_at:%Y%m%d}", _("Your CCXP application is not finished"), detail
    return None
