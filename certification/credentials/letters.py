"""What a holder hears of their credential: a letter, and a notice. All of it in words when it is asked for."""

from django.urls import reverse
from django.utils.translation import gettext as _

from members.days import in_words
from members.mail.notices import tell
from members.mail.outbox import send


def awarded(credential):
    """The good news."""
    send(
        "certification/credentials/awarded",
        to=credential.person,
        key=f"credential:{credential.pk}:awarded",
        name=credential.name,
        number=credential.number,
        until=in_words(credential.expires_on),
        url=credential.get_absolute_url(),
        own_url=reverse("certification:credential"),
    )
    _tell(credential, "awarded", 1, _("You are a CCXP. Your number is %(number)s"))


def changed(credential, change):
    """It was suspended, given back its validity, withdrawn, or handed in; the reason is the holder's to know."""
    send(
        "certification/credentials/changed",
        to=credential.person,
        key=f"credential:{credential.pk}:change:{change.pk}",
        name=credential.name,
        number=credential.number,
        state=change.to_state,
        on=in_words(change.day),
        because=change.reason,
        until=in_words(credential.expires_on),
        url=credential.get_absolute_url(),
    )
    headlines = {
        "active": _("Your CCXP %(number)s is valid again"),
        "suspended": _("Your CCXP %(number)s is suspended"),
        "revoked": _("Your CCXP %(number)s was withdrawn"),
        "surrendered": _("You gave back your CCXP %(number)s"),
    }
    _tell(credential, "change", change.pk, headlines[change.to_state])


def _tell(credential, word, count, headline):
    tell(
        credential.person,
        "certification/credentials/changed" if word == "change" else "certification/credentials/awarded",
        headline=headline % {"number": credential.number},
        url=reverse("certification:credential"),
        key=f"credential:{credential.pk}:{word}:{count}",
    )
