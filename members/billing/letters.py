"""The letters this room sends: each tells one piece of news, and how to pay where something is to be paid."""

from django.utils.translation import gettext as _

from members.days import in_words
from members.mail.notices import tell
from members.mail.outbox import send


def invoice_issued(invoice, lines, *, by):
    """The invoice itself over `lines` (of Line), with the account to pay into. Who did not ask for it themselves gets a
    notice too."""
    send(
        "members/billing/issued",
        to=invoice.person,
        key=f"invoice:{invoice.pk}:issued",
        **_about(invoice),
        due=in_words(invoice.due_on),
        lines=[line.text for line in lines],
        ways=[list(way) for way in how_to_pay(invoice)],
    )
    if by != invoice.person:
        headline = _("Your invoice %(number)s over %(total)s is here") % _about(invoice)
        _tell(invoice, "issued", headline)


def invoice_paid(invoice):
    """The receipt."""
    send(
        "members/billing/paid",
        to=invoice.person,
        key=f"invoice:{invoice.pk}:paid",
        **_about(invoice),
        received=in_words(invoice.payment.received_on),
    )


def invoice_voided(invoice):
    """Staff gave it up: who has it on their desk must not pay it."""
    send(
        "members/billing/voided",
        to=invoice.person,
        key=f"invoice:{invoice.pk}:voided",
        **_about(invoice),
        why=invoice.void_reason,
    )
    _tell(invoice, "voided", _("Invoice %(number)s is given up: nothing is to be paid on it") % _about(invoice))


def invoice_credited(invoice, note):
    send(
        "members/billing/credited",
        to=invoice.person,
        key=f"credit:{note.pk}",
        **_about(invoice) | {"credit_number": note.number, "amount": note.amount_in_words, "why": note.reason},
    )
    headline = _("%(amount)s is on its way back to you") % {"amount": note.amount_in_words}
    _tell(invoice, "credited", headline, count=note.pk)


def how_to_pay(invoice):
    """What goes into the form of a bank, as (label, value), in the order banks ask for it."""
    ways = [
        (_("Amount"), invoice.total_in_words),
        (_("To"), invoice.issuer["account_holder"]),
        (_("Account"), invoice.issuer["account"]),
        (_("BIC, SWIFT or routing number"), invoice.issuer["routing"]),
        (_("Bank"), invoice.issuer["bank"]),
        (_("Reference"), invoice.number),
    ]
    return [(label, value) for label, value in ways if value]


def _about(invoice):
    return {"number": invoice.number, "total": invoice.total_in_words, "url": invoice.get_absolute_url()}


def _tell(invoice, word, headline, count=1):
    key = f"invoice:{invoice.pk}:{word}:{count}"
    tell(invoice.person, f"members/billing/{word}", headline=headline, url=invoice.get_absolute_url(), key=key)
