"""Addresses that take what people write: each is one person's, for one thing, signed.

`reply+t3k.2.1f.abcdefgh23456789@in.example.org` says: topic 3k (in base 36), post 2, person 1f, signature. Mail servers
may change capitals, so there are none. It never expires; whether its owner may still write is asked when they do.
"""

import re
import secrets
from base64 import b32encode
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int, int_to_base36

from ..models import WritingKey
from . import things

_BYTES = 10  # of the signature: 80 bits
_SALT = "members.mail.incoming.address"
_LOCAL = re.compile(
    r"(?P<letter>[a-z])(?P<pk>[0-9a-z]{1,12})\.(?P<number>[0-9a-z]{1,6})\.(?P<person>[0-9a-z]{1,12})"
    r"\.(?P<signature>[a-z2-7]{16})"
)


@dataclass(frozen=True)
class Address:
    """What an address of ours says. `is_taken_back`: its owner has made their addresses anew since."""

    person_id: int
    thing: str
    pk: int
    number: int  # of the post or message it answers; 0 for none
    is_taken_back: bool = False


def is_open():
    """Whether the portal takes mail at all."""
    return bool(settings.MAIL_IN_HOST)


def host():
    """What follows the @ in all these addresses."""
    return settings.MAIL_IN_HOST.rpartition("@")[2].lower()


def mailbox():
    """Before the +: a mailbox's own name where MAIL_IN_HOST says one ("community@example.org"), else "reply"."""
    return (settings.MAIL_IN_HOST.rpartition("@")[0] or "reply").lower()


def address_of(person_id, thing, pk, number=0):
    """The address by which this person writes to this thing; "" while the portal takes no mail."""
    if not is_open():
        return ""
    seed = WritingKey.objects.filter(person=person_id).values_list("seed", flat=True).first() or ""
    return _address(person_id, thing, pk, number, seed)


def addresses_of(person_id, thing, pks):
    """{pk: address} of many things of one kind; one query."""
    if not is_open():
        return {}
    seed = WritingKey.objects.filter(person=person_id).values_list("seed", flat=True).first() or ""
    return {pk: _address(person_id, thing, pk, 0, seed) for pk in pks}


def lasting_address_of(person_id, thing, pk):
    """The same for what must be possible for ever: an address that stays when its owner makes theirs anew."""
    return _address(person_id, thing, pk, 0, "") if is_open() else ""


def reply_address(context, person):
    """The `answerable` of kinds whose letters tell of a thing that takes mail (see kinds.py): the address for answers
    to such a letter, or "". `context` has what the letter tells of, as `thing`, `thing_id` and `thing_number`."""
    if not is_open() or person is None or not context.get("thing_id"):
        return ""
    thing = things.thing_called(context.get("thing"))
    if thing is None or not thing.may_answer or not thing.may_answer(person, context["thing_id"]):
        return ""
    return address_of(person.pk, thing.name, context["thing_id"], context.get("thing_number") or 0)


def read_address(text):
    """The Address in `text`, or None where it is none that this portal gave to anybody."""
    local = _local_part(text)
    found = local is not None and _LOCAL.fullmatch(local)
    thing = found and things.thing_of_letter(found["letter"])
    if not thing:
        return None
    person_id, pk, number = (base36_to_int(found[name]) for name in ("person", "pk", "number"))
    if max(person_id, pk) >= 2**63 or number >= 2**31:
        return None
    key = WritingKey.objects.filter(person=person_id).first()
    seed, former = (key.seed, [*key.former, ""]) if key else ("", [])
    about = Address(person_id, thing.name, pk, number)
    if _is_signed(found["signature"], about, thing.letter, [seed]):
        return about
    if _is_signed(found["signature"], about, thing.letter, former):
        return Address(person_id, thing.name, pk, number, is_taken_back=True)
    return None


def is_ours(text):
    """Whether `text` is an address at which the portal takes mail, signed or not."""
    return _local_part(text) is not None


def _local_part(text):
    """What stands between the + and the @ of an address at our host, in small letters; None for other addresses."""
    if not is_open() or len(text) > 320 or not text.isascii() or not text.isprintable():
        return None
    name, _at, domain = text.strip().strip("<>").lower().rpartition("@")
    if domain != host():
        return None
    box, plus, local = name.partition("+")
    return local if plus and box == mailbox() else None


def _address(person_id, thing, pk, number, seed):
    letter = things.thing_named(thing).letter
    parts = f"{letter}{int_to_base36(pk)}.{int_to_base36(number)}.{int_to_base36(person_id)}"
    signature = _signature(Address(person_id, thing, pk, number), letter, seed, settings.SECRET_KEY)
    return f"{mailbox()}+{parts}.{signature}@{host()}"


def _is_signed(signature, about, letter, seeds):
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    right = [_signature(about, letter, seed, key) for seed in seeds for key in keys]
    return any([secrets.compare_digest(signature, each) for each in right])


def _signature(about, letter, seed, key):
    said = f"{letter}:{about.pk}:{about.number}:{about.person_id}:{seed}"
    digest = salted_hmac(_SALT, said, secret=key, algorithm="sha256").digest()
    return b32encode(digest[:_BYTES]).decode().lower()


def own_sender():
    """The address from which the portal's letters come."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
