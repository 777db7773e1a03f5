"""The renewal in one sentence with its next step, for the holder's page and their home."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from members.days import in_words

from .forecast import forecast_of


@dataclass(frozen=True)
class Outlook:
    """What is true of the renewal now, and the one thing to do."""

    sentence: str
    label: str = ""  # of the next step; empty where there is only waiting
    url: str = ""
    asks: bool = False  # whether the step is the request itself, a POST
    is_due: bool = False  # whether it should be said on other pages too


def outlook_of(credential, progress, renewal):
    """The Outlook; `renewal` is the one that runs, or None."""
    if renewal:
        return _while_running(renewal)
    if not credential.standing().is_valid:
        return Outlook(_("Only a valid credential can be renewed."))
    if progress.is_met and progress.is_open:
        words = _("You have what it takes. Ask for the renewal now, and your CCXP goes on from %(last)s.")
        return Outlook(words % {"last": in_words(progress.cycle.last)}, _("Ask for my renewal"), asks=True, is_due=True)
    forecast = forecast_of(progress)
    if progress.is_met or not progress.has_begun:
        return Outlook(f"{forecast.sentence} {progress.opening_in_words}")
    return Outlook(
        forecast.sentence,
        _("Find something to attend"),
        reverse("events:programme"),
        is_due=progress.is_open,
    )


def _while_running(renewal):
    if renewal.state == "awaiting_payment":
        words = _("Your renewal is asked for. Once invoice %(number)s is paid, a person at CXPA confirms it.")
        about = {"number": renewal.invoice.number}
        return Outlook(words % about, _("See the invoice"), renewal.invoice.get_absolute_url(), is_due=True)
    if renewal.state == "unpriced":
        return Outlook(
            _(
                "Your renewal is asked for. CXPA has not set its fee yet: staff see your request, and you get the "
                "invoice by mail. Your place in the line counts from the day you asked."
            )
        )
    if renewal.state == "returned":
        words = _("Your renewal came back to you: %(reason)s Mend it and ask again; you do not pay again.")
        return Outlook(words % {"reason": renewal.reason}, _("Ask again"), asks=True, is_due=True)
    return Outlook(_("Everything is here. A person at CXPA confirms your renewal and you hear of it by mail."))
