"""Where somebody stands who wants to apply, applies, or has applied; see certification/framework/steps.py."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.framework.steps import ENDED, START, UNDER_WAY, Step
from members.days import in_words

from .models import Application
from .promises import promised_decision
from .states import State


def step(person):
    """The Step of the latest application of `person`; for strangers and newcomers, how to begin."""
    url = reverse("certification:application")
    application = Application.objects.latest_of(person) if person.is_authenticated else None
    if application is None:
        return Step(_("Begin my application"), url, "", START, may_apply=True)
    return _under_way(application, url) or _ended(application, url)


def _under_way(application, url):
    if application.state == State.DRAFT:
        sentence = _("Your application is kept as you left it.")
        return Step(_("Go on where I was"), way_back(application), sentence, UNDER_WAY)
    if application.state == State.CHANGES_REQUESTED:
        sentence = _("The reviewers ask for changes by %(day)s.") % {"day": in_words(application.runs_out_at)}
        return Step(_("Answer the reviewers"), url, sentence, UNDER_WAY)
    if application.state == State.AWAITING_PAYMENT:
        sentence = _("Your application is sent. The reading begins when the payment arrives.")
        return Step(_("Pay the invoice"), application.invoice.get_absolute_url(), sentence, UNDER_WAY)
    if application.state == State.IN_REVIEW:
        sentence = _("Your application is in review. We decide by %(day)s.")
        return Step(
            _("See where it stands"), url, sentence % {"day": in_words(promised_decision(application))}, UNDER_WAY
        )
    return None


def _ended(application, url):
    if application.state == State.APPROVED:
        return Step(_("See my application"), url, _("Your application is approved."), ENDED, may_apply=True)
    if application.state == State.DENIED:
        sentence = _("Your last application was not approved.")
    elif application.state == State.WITHDRAWN:
        sentence = _("You withdrew your last application.")
    else:
        sentence = _("Your last application was closed unfinished.")
    return Step(_("Begin a new application"), url, sentence, ENDED, may_apply=True)


def way_back(application):
    """The address of the field they left last, or of the first section."""
    if not application.last_section:
        return reverse("certification:section", args=[application.sections[0].slug])
    anchor = f"#id_{application.last_field}" if application.last_field else ""
    return reverse("certification:section", args=[application.last_section]) + anchor
