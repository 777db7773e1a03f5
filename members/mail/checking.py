"""The last look at a batch of letters before they leave: whether each may, and still should."""

from django.utils.translation import gettext as _

from .kinds import known_kind
from .models import Bounce, Mail
from .preferences import CHOSE_DIGEST, asleep, still_wanted


def sort_out(batch, now):
    """The letters of a claimed `batch` that are to leave now, in their order. What became of the others is written.

    A fixed number of queries for a batch.
    """
    left = _without(batch, {mail.pk: None for mail in batch if known_kind(mail.kind) is None}, _unknown)
    left = _without(left, _to_dead_addresses(left), _hold_for_address)
    left = _without(left, still_wanted(left), _withhold)
    return _without(left, asleep(left, now), _put_off)


def _without(mails, found, write):
    """`mails` without those in `found`, {mail.pk: about}, of which `write` says what becomes of them."""
    if not found:
        return mails
    by_about = {}
    for mail in mails:
        if mail.pk in found:
            by_about.setdefault(found[mail.pk], []).append(mail)
    for about, these in by_about.items():
        held = Mail.objects.waiting().filter(pk__in=[mail.pk for mail in these], claimed_at=these[0].claimed_at)
        write(held, about)
    return [mail for mail in mails if mail.pk not in found]


def _to_dead_addresses(mails):
    """Letters to addresses whose letters come back; those that sign people in are tried all the same."""
    asked = {mail.pk: mail.address.lower() for mail in mails if known_kind(mail.kind).priority > 0}
    dead = set(Bounce.objects.standing().filter(address__in=asked.values()).values_list("address", flat=True))
    why = _("Letters to this address come back.")
    return {pk: why for pk, address in asked.items() if address in dead}


def _unknown(held, _about):
    why = _("It could not be written: no room of the portal knows this kind of letter any more.")
    held.update(state=Mail.FAILED, reason=why, claimed_at=None)


def _withhold(held, reason):
    held.update(
        state=Mail.WITHHELD, reason=str(reason), claimed_at=None, is_news=False, for_digest=reason is CHOSE_DIGEST
    )


def _hold_for_address(held, reason):
    held.update(state=Mail.WITHHELD, reason=str(reason), claimed_at=None, is_news=False, address_failed=True)


def _put_off(held, moment):
    held.update(due_at=moment, claimed_at=None)
