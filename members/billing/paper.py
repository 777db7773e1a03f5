"""Invoices and credit notes as PDF: typst sets what this module tells it; nothing of it is read as markup."""

from email.mime.application import MIMEApplication
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from members.days import in_words
from members.files.typeset import pdf_from

from .letters import how_to_pay

PATTERN = Path(__file__).with_name("invoice.typ")


def invoice_pdf(invoice):
    """The bytes of the invoice as it stands now: to be paid, paid, or given up."""
    return pdf_from(PATTERN, paper=invoice_on_paper(invoice))


def credit_note_pdf(note):
    """The bytes of a credit note."""
    return pdf_from(PATTERN, paper=credit_note_on_paper(note))


def enclosed(context):
    """The PDF that goes with a letter about an invoice; see Kind.attach."""
    from .models import CreditNote, Invoice  # loaded after the kinds of mail, which name this function

    number = context.get("credit_number")
    if number:
        note = CreditNote.objects.select_related("invoice").get(number=number)
        paper, name = credit_note_pdf(note), number
    else:
        name = context["number"]
        paper = invoice_pdf(Invoice.objects.get(number=name))
    part = MIMEApplication(paper, "pdf")
    part.add_header("Content-Disposition", "attachment", filename=f"{name}.pdf")
    return [part]


def invoice_on_paper(invoice):
    """All that stands on the invoice, as strings."""
    facts = [(_("Issued on"), in_words(invoice.issued_on)), (_("To be paid by"), in_words(invoice.due_on))]
    stamp = ""
    if invoice.state == invoice.PAID:
        facts[1] = (_("Paid on"), in_words(invoice.payment.received_on))
        stamp = _("Paid. %(total)s arrived on %(day)s.") % {"total": invoice.total_in_words, "day": facts[1][1]}
    elif invoice.state == invoice.VOID:
        stamp = _("Given up: nothing is to be paid on this invoice.")
    return _paper(
        invoice,
        heading=_("Invoice"),
        number=invoice.number,
        facts=facts,
        stamp=stamp,
        lines=[
            [line.text, str(line.quantity), line.amount_in_words, line.total_in_words] for line in invoice.lines.all()
        ],
        total_label=_("Total"),
        total=invoice.total_in_words,
        ways=how_to_pay(invoice) if invoice.is_open else [],
        sentences=[],
    )


def credit_note_on_paper(note):
    """All that stands on the credit note, as strings."""
    invoice = note.invoice
    about = {"number": invoice.number, "day": in_words(invoice.issued_on)}
    return _paper(
        invoice,
        heading=_("Credit note"),
        number=note.number,
        facts=[(_("Issued on"), in_words(note.issued_on)), (_("For invoice"), invoice.number)],
        stamp="",
        lines=[[note.reason, "1", note.amount_in_words, note.amount_in_words]],
        total_label=_("We give back"),
        total=note.amount_in_words,
        ways=[],
        sentences=[_("This takes the amount off invoice %(number)s of %(day)s.") % about],
    )


def _paper(invoice, *, heading, number, **about):
    issuer = invoice.issuer
    if invoice.purchase_order:
        about["facts"] = [*about["facts"], (_("Your purchase order"), invoice.purchase_order)]
    return {
        "title": f"{heading} {number}",
        "language": (get_language() or "en").split("-")[0],
        "heading": heading,
        "number": number,
        "state": invoice.state,
        "issuer": issuer | {"address": issuer["address"].splitlines()},
        "to_label": _("To"),
        "to": invoice.made_out_to,
        "headings": [_("What"), _("How many"), _("Price"), _("Amount")],
        "ways_heading": _("How to pay"),
        "ways_sentence": _("By bank transfer, with this reference, so that we know the payment is yours."),
        "foot": [line for line in [issuer["name"], *issuer["note"].splitlines()] if line.strip()],
        "page": _("Page"),
        **about,
    }
