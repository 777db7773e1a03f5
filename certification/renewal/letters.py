"""What a holder hears of credits and of the renewal: all of it in words when it is asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.days import in_words
from members.mail.notices import tell
from members.mail.outbox import send

from .amounts import in_credits
from .forecast import forecast_of


def credit_posted(credit):
    """A notice is enough: the event itself sent letters, and the digest says it again."""
    headline = _("%(credits)s for “%(title)s”") % {"credits": in_credits(credit.minutes), "title": credit.title}
    _tell(credit.credential, "certification/renewal/credit", "credit", credit.pk, headline, "certification:credits")


def credit_voided(credit):
    """It no longer counts, and the holder should not find out by counting."""
    headline = _("“%(title)s” no longer counts: %(reason)s") % {"title": credit.title, "reason": credit.void_reason}
    _tell(credit.credential, "certification/renewal/credit", "void", credit.pk, headline, "certification:credits")


def claim_queried(claim):
    _send_claim(claim, _("We have a question about “%(title)s”"))


def claim_decided(claim):
    if claim.state == "accepted":
        _send_claim(claim, _("“%(title)s” counts"))
    else:
        _send_claim(claim, _("“%(title)s” could not be counted"))


def renewed(renewal):
    """Three more years."""
    _send_renewal(
        renewal,
        "renewed",
        _("Your CCXP is renewed until %(until)s") % {"until": in_words(renewal.renewed_until)},
        until=in_words(renewal.renewed_until),
    )


def sent_back(renewal):
    """Staff found something that has to be mended first."""
    _send_renewal(renewal, "sent_back", _("Your renewal needs another look"), because=renewal.reason)


def reminder(credential, occasion, progress):
    """Where the holder stands, at one of the occasions of a cycle."""
    send(
        "certification/renewal/reminder",
        to=credential.person,
        key=f"credential:{credential.pk}:{credential.cycle_starts_on}:{occasion}",
        occasion=occasion,
        number=credential.number,
        last=in_words(credential.expires_on),
        opens=in_words(progress.opens_on),
        so_far=progress.so_far_in_words,
        missing=progress.missing_in_words,
        forecast=forecast_of(progress).sentence,
        is_met=progress.is_met,
        url=reverse("certification:renewal"),
    )


def _send_claim(claim, headline):
    send(
        "certification/renewal/claim",
        to=claim.credential.person,
        key=f"claim:{claim.pk}:{claim.state}:{claim.round}",
        state=claim.state,
        title=claim.title,
        credits=in_credits(claim.minutes),
        question=claim.question,
        because=claim.reason,
        url=claim.get_absolute_url(),
    )
    tell(
        claim.credential.person,
        "certification/renewal/claim",
        headline=headline % {"title": claim.title},
        url=claim.get_absolute_url(),
        key=f"claim:{claim.pk}:{claim.state}:{claim.round}",
    )


def _send_renewal(renewal, word, headline, **context):
    moment = int(renewal.decided_at.timestamp())
    send(
        f"certification/renewal/{word}",
        to=renewal.credential.person,
        key=f"renewal:{renewal.pk}:{word}:{moment}",
        name=renewal.credential.name,
        number=renewal.credential.number,
        url=renewal.get_absolute_url(),
        **context,
    )
    tell(
        renewal.credential.person,
        f"certification/renewal/{word}",
        headline=headline,
        url=renewal.get_absolute_url(),
        key=f"renewal:{renewal.pk}:{word}:{moment}",
    )


def _tell(credential, kind, word, number, headline, page):
    tell(
        credential.person,
        kind,
        headline=headline,
        url=reverse(page),
        key=f"credential:{credential.pk}:{word}:{number}",
    )
