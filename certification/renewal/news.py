"""What the digest says to a holder: credits that were counted, and the renewal when there is something to do."""

from collections import defaultdict
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.credentials.models import Credential, register_day
from certification.credentials.rules import rules_on_each
from members.days import in_words
from members.mail import ranking
from members.mail.sections import Item, Why

from .amounts import in_credits
from .forecast import forecast_of
from .models import Credit, Renewal
from .models.reminders import LAST_DAYS
from .models.renewals import State
from .progress import progresses_of
from .standing import outlook_of


def items(readers, now):
    """One line of what was counted for them since, with where it leads."""
    held = _held(readers)
    posted = defaultdict(list)
    new = Credit.objects.counted().filter(credential__in=list(held), posted_at__gt=readers.since)
    for credit in new.filter(posted_at__lte=readers.until).order_by("-posted_at", "-pk"):
        credential = held[credit.credential_id]
        if readers.by_pk[credential.person_id].is_news(credit.posted_at):
            posted[credit.credential_id].append(credit)
    if not posted:
        return {}
    progresses = progresses_of([held[pk] for pk in posted])
    return {
        held[pk].person_id: [_item(credits, forecast_of(progresses[pk]).sentence)] for pk, credits in posted.items()
    }


def due(readers, now):
    """One line while the renewal is open and waits for its holder: when it opens, once more in the last weeks, and when
    it has to be paid or mended."""
    held, today = _held(readers), register_day()
    rules = rules_on_each({credential.cycle_starts_on for credential in held.values()})
    near = {
        pk: credential
        for pk, credential in held.items()
        if timedelta() <= credential.expires_on - today <= _opens(credential, rules)
    }
    if not near:
        return {}
    progresses = progresses_of(near.values())
    asked = Renewal.objects.running().filter(credential__in=list(near)).select_related("invoice")
    running = {renewal.credential_id: renewal for renewal in asked}
    found = {}
    for pk, credential in near.items():
        outlook = outlook_of(credential, progresses[pk], running.get(pk))
        if outlook.is_due:
            found[credential.person_id] = [_due(credential, progresses[pk], running.get(pk), outlook, today)]
    return found


def _opens(credential, rules):
    return timedelta(days=rules[credential.cycle_starts_on].renewal_opens_days)


def _held(readers):
    """{pk: Credential} of the readers who hold one."""
    return readers.once("renewal.held", lambda: Credential.objects.held_by_any(readers.pks).in_bulk())


def _due(credential, progress, renewal, outlook, today):
    last = in_words(progress.cycle.last)
    if renewal:
        waits = renewal.state == State.AWAITING_PAYMENT
        headline = _("Your CCXP renewal waits for its payment") if waits else _("Your CCXP renewal came back to you")
        word = f"{renewal.pk}:{renewal.state}"
    else:
        headline = _("You can renew your CCXP until %(last)s") if progress.is_met else _("Your CCXP ends on %(last)s")
        word = "last-weeks" if progress.cycle.last - today < timedelta(days=LAST_DAYS) else "open"
    return Item(
        key=f"renewal:{credential.pk}:{progress.cycle.last}:{word}",
        headline=headline % {"last": last},
        url=outlook.url if renewal and outlook.url else reverse("certification:renewal"),
        detail=outlook.sentence,
        why=(Why(ranking.DUE, _("You hold the CCXP.")),),
    )


def _item(credits, leads_to):
    """One line of `credits`, the last first, and where they lead."""
    minutes, more = sum(credit.minutes for credit in credits), len(credits) - 1
    headline = ngettext(
        "%(credits)s for “%(title)s” and %(more)d other", "%(credits)s for “%(title)s” and %(more)d others", more
    )
    headline = headline if more else _("%(credits)s for “%(title)s”")
    return Item(
        key=f"credit:{credits[0].pk}",
        headline=headline % {"credits": in_credits(minutes), "title": credits[0].title, "more": more},
        url=reverse("certification:credits"),
        detail=leads_to,
        why=(Why(ranking.CAME, _("It counts towards your renewal.")),),
    )
