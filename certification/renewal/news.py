"""Credits of the reader, for the digest."""

from django.urls import reverse
from django.utils.translation import gettext as _

from certification.credentials.models import Credential
from members.mail.sections import Item

from .amounts import in_credits
from .forecast import forecast_of
from .progress import progress_of

MOST = 5


def items(person, since, until):
    """What was counted for them, the last first; the first says where it leads."""
    credential = Credential.objects.held_by(person).first()
    if credential is None:
        return []
    posted = list(
        credential.credits.counted().filter(posted_at__gte=since, posted_at__lt=until).order_by("-posted_at")[:MOST]
    )
    if not posted:
        return []
    leads_to = forecast_of(progress_of(credential)).sentence
    return [
        Item(
            key=f"credit:{credit.pk}",
            headline=_("%(credits)s for “%(title)s”") % {"credits": in_credits(credit.minutes), "title": credit.title},
            url=reverse("certification:credits"),
            detail="" if number else leads_to,
        )
        for number, credit in enumerate(posted)
    ]
