"""The letters and notices of an application. All are asked for in the verb's transaction."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.accounts.zones import zone_named
from members.billing.money import money
from members.days import in_words, months_after
from members.mail.notices import tell
from members.mail.outbox import send

from .promises import promised_decision

ROOM = "certification/applications"


def received(application):
    """The fee is in, the review begins."""
    by_when = in_words(promised_decision(application))
    _write(
        application,
        "received",
        _("Your application is in review. You hear from us by %(day)s.") % {"day": by_when},
        key=f"received:{application.revision}",
        by_when=by_when,
        again=False,
    )


def sent_again(application):
    """The answers to asked changes are back with the reviewers."""
    by_when = in_words(promised_decision(application))
    said = _("Your changes are with the reviewers. You hear from us by %(day)s.") % {"day": by_when}
    _write(application, "received", said, key=f"received:{application.revision}", by_when=by_when, again=True)


def changes_asked(application, comments):
    """What the reviewers ask to change, section by section, and until when."""
    titles = {section.slug: str(section.title) for section in application.sections}
    until = _day_for(application, application.runs_out_at)
    _write(
        application,
        "changes",
        _("The reviewers ask for changes to your application, until %(day)s.") % {"day": until},
        key=f"changes:{application.revision}",
        until=until,
        note=application.reason,
        comments=[{"section": titles.get(each.section, each.section), "text": each.text} for each in comments],
    )


def approved(application):
    """You may sit: what to do next, and until when."""
    until = in_words(months_after(timezone.localdate(), application.rules.rights_months))
    _write(
        application,
        "approved",
        _("Your application is approved. You may sit the exam until %(day)s.") % {"day": until},
        key="approved:1",
        url=reverse("certification:exam"),
        until=until,
    )


def denied(application, *, refund):
    """Not eligible: why, what goes back, and how to appeal where the rules say so."""
    _write(
        application,
        "denied",
        _("Your application was not approved."),
        key="denied:1",
        why=application.reason,
        refund=money(refund, application.invoice.currency) if refund else "",
        kept=money(application.rules.ineligible_withheld, application.rules.currency) if refund else "",
        appeal_days=application.rules.appeal_days or 0,
    )


def runs_out(application):
    """A draft, or the time to answer, ends soon."""
    until = _day_for(application, application.runs_out_at)
    said = (
        _("Your CCXP application is kept until %(day)s.")
        if application.is_draft
        else _("Your answer to the reviewers is due by %(day)s.")
    )
    _write(
        application,
        "runs_out",
        said % {"day": until},
        key=f"runs_out:{application.runs_out_at:%Y%m%d}",
        until=until,
        is_draft=application.is_draft,
    )


def closed(application, *, was_draft):
    """Nobody went on with it: it is closed."""
    _write(
        application,
        "closed",
        _("Your CCXP application was closed, because nobody went on with it."),
        key="closed:1",
        was_draft=was_draft,
    )


def _write(application, letter, headline, *, key, url=None, **context):
    kind = f"{ROOM}/{letter}"
    url = url or application.get_absolute_url()
    name = application.person.first_name
    send(kind, to=application.person, key=f"application:{application.pk}:{key}", url=url, name=name, **context)
    tell(application.person, kind, headline=headline, url=url, key=f"application:{application.pk}:{key}")


def _day_for(application, moment):
    """The day of `moment` where the applicant is."""
    return in_words(timezone.localtime(moment, zone_named(application.person.time_zone)).date())
