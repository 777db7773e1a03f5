"""Credits of the reader, for the digest."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.credentials.models import Credential
from members.mail import ranking
from members.mail.sections import Item, Why

from .amounts import in_credits
from .forecast import forecast_of
from .models import Credit
from .progress import progresses_of


def items(readers, now):
    """One line of what was counted for them since, with where it leads."""
    held = {credential.pk: credential for credential in Credential.objects.held_by_any(readers.pks)}
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
