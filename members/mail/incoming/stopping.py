"""Stopping one kind of letter by a mail, for programs that know no other way: the same right as the link in its foot.

The address stands beside that link in the letter's headers (RFC 2369). It is signed for one person and one kind, never
expires, and asks for nothing else: neither who sends nor what they write is looked at.
"""

from hashlib import sha256

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..kinds import Channel, kinds_to_choose, known_kind
from ..kinds import register as register_kind
from ..models import stop_token
from ..outbox import send
from ..preferences import channel_now, stop
from . import things
from .addresses import lasting_address_of

STOP, STOPPED = "stop", "members/mail/incoming/stopped"


def stop_address(person_id, kind):
    """The address that stops the kind of this name for this person; "" while the portal takes no mail."""
    return lasting_address_of(person_id, STOP, _number_of(kind))


def take(person, number, said):
    """Stop it, and say so in one letter, where it was not stopped already; a kind that is gone needs no stopping."""
    name = next((kind.name for kind in kinds_to_choose() if _number_of(kind.name) == number), "")
    kind = known_kind(name)
    if kind is None or channel_now(person.pk, kind) != Channel.NOW:
        return things.Taken(reverse("mail:preferences"))
    stop(person.pk, name)
    url = reverse("mail:stop", args=[stop_token(person.pk, name)])
    send(STOPPED, to=person, key=f"stopped:{said.token}", label=str(kind.label), url=url)
    return things.Taken(url)


def keep(person, number, said):
    return ""  # there are no words of theirs in it


def register():
    """Make the thing and its letter known; called once, when the room is ready."""
    things.register(STOP, letter="s", take=take, keep=keep, address_is_enough=True)
    register_kind(
        STOPPED,
        label=_("A kind of mail was stopped by a mail"),
        reason=_("You get this because a mail to us asked to stop one kind of our mails."),
        is_required=True,
        priority=3,
    )


def _number_of(kind):
    """A number for the name of a kind: in addresses there is no room for the name. It must never change."""
    return int.from_bytes(sha256(kind.encode()).digest()[:6])
