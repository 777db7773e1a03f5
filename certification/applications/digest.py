"""What the digest says of one's own application: where it stands, when that is new."""

from django.utils.translation import gettext as _

from certification.framework.steps import EXAM, step_for
from members.accounts.days import in_words
from members.mail.sections import Item

from .models import Application
from .promises import promised_decision
from .states import State


def items(person, since, until):
    """At most one Item: what became of the latest application of `person` between two moments, or what it waits for."""
    application = Application.objects.latest_of(person)
    if application is None:
        return []
    if application.state == State.APPROVED:
        return _approved(application, person, since, until)
    said = _said(application, since, until)
    if not said:
        return []
    word, headline, detail = said
    return [Item(f"application:{application.pk}:{word}", headline, application.get_absolute_url(), detail)]


def _approved(application, person, since, until):
    """The approval, as long as the exam is what follows: who has passed meanwhile has better news.

    It leads to the exam and says what is to do there, so that the exam does not say the same in one letter.
    """
    step = step_for(person)
    if step.position != EXAM or not since < application.decided_at <= until:
        return []
    headline = _("Your CCXP application is approved: you may sit the exam")
    return [Item(f"application:{application.pk}:approved", headline, step.url, step.sentence)]


def _said(application, since, until):
    def is_new(moment):
        return moment is not None and since < moment <= until

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
    if state == State.DENIED and is_new(application.decided_at):
        return "denied", _("Your CCXP application was decided"), ""
    if state == State.IN_REVIEW and is_new(application.review_began_at):
        detail = _("A decision by %(day)s.") % {"day": in_words(promised_decision(application))}
        return f"review-{application.revision}", _("Your CCXP application is in review"), detail
    if state == State.DRAFT and application.reminded_at is not None:
        detail = _("It is kept until %(day)s.") % {"day": in_words(application.runs_out_at)}
        return f"draft-{application.reminded_at:%Y%m%d}", _("Your CCXP application is not finished"), detail
    return None
