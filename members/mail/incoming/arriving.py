"""Taking in what came: kept before anything else is done with it, so that whoever brought it can be told so."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Incoming
from ..waking import wake_after_commit
from .addresses import is_ours
from .reading import LARGEST, envelope_of

MOST_ADDRESSES = 10  # of the portal's, that one mail goes to


@transaction.atomic
def arrive(raw, *, source, to=(), now=None):
    """Keep the message `raw` (bytes) for each of the portal's addresses it went to; returns how many are new.

    `to` are the addresses of the envelope, where the source knows them. The same message to the same address is kept
    once, however often and from wherever it comes.
    """
    if len(raw) > LARGEST:
        return too_large(raw[:64_000], len(raw), source=source, to=to, now=now)
    about = envelope_of(raw)
    return _keep(about, raw, source=source, to=to, size=len(raw), now=now)


@transaction.atomic
def too_large(beginning, size, *, source, to=(), now=None):
    """Note that a message came which is too large to be read; `beginning` holds its headers."""
    about = envelope_of(beginning)
    # Its headers alone, which say whom to answer.
    ends = [found for found in (beginning.find(b"\r\n\r\n"), beginning.find(b"\n\n")) if found >= 0]
    only_headers = beginning[: min(ends, default=len(beginning))] + b"\r\n\r\n"
    return _keep(about, only_headers, source=source, to=to, size=size, now=now)


def _keep(about, raw, *, source, to, size, now):
    now = now or timezone.now()
    ours = [address.strip("<> ").lower() for address in to if is_ours(address)] or about.ours or [""]
    kept = {
        "sender": about.sender,
        "subject": about.subject,
        "source": source,
        "size": size,
        "raw": bytes(raw),
        "received_at": now,
        "due_at": now,
    }
    count = 0
    for address in list(dict.fromkeys(ours))[:MOST_ADDRESSES]:
        _row, is_new = Incoming.objects.defer("raw").get_or_create(
            message_id=about.message_id, to=address[:320], defaults=kept
        )
        count += is_new
    wake_after_commit("members.mail.incoming.tasks.work_through")
    return count


def refusal_of_size(size):
    """Why a message of `size` bytes is not read."""
    said = _("It has %(size)d MB, and the portal takes mails of up to %(most)d MB. Send the files in the portal.")
    return said % {"size": round(size / 1_000_000), "most": LARGEST // 1_000_000}
