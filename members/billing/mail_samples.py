"""Samples of the letters about invoices, for the gallery; their papers are set from sample facts."""

from email.mime.application import MIMEApplication

from django.urls import reverse

from members.files.typeset import pdf_from
from members.mail.gallery.samples import day, register

from .paper import PATTERN

ROOM = "members/billing"
NUMBER, NOTE, TOTAL = "2026-00418", "C-2026-00017", "US$295.00"
LINE = "Individual membership, one year"
WAYS = [
    ["Amount", TOTAL],
    ["To", "Customer Experience Professionals Association"],
    ["Account", "000 123 456 789"],
    ["BIC, SWIFT or routing number", "011000015"],
    ["Bank", "First Bank of the Harbour"],
    ["Reference", NUMBER],
]


def _sample(letter, *, encloses=None, **context):
    def tells(person):
        said = {name: value() if callable(value) else value for name, value in context.items()}
        return {"number": NUMBER, "total": TOTAL, "url": reverse("billing:invoice", args=[NUMBER]), **said}

    register(f"{ROOM}/{letter}", tells, encloses=encloses)


def _paper(heading, number, state):
    """The MIME part of a paper as `paper.enclosed` gives it, of facts that stand in no table."""

    def enclose(context):
        facts = {
            "title": f"{heading} {number}",
            "language": "en",
            "heading": heading,
            "number": number,
            "state": state,
            "issuer": {"name": WAYS[1][1], "address": ["1 Quay", "Boston"], "tax_number": "", "note": ""},
            "to_label": "To",
            "to": ["Ann Okafor", "12 Marina", "Lagos"],
            "headings": ["What", "How many", "Price", "Amount"],
            "ways_heading": "How to pay",
            "ways_sentence": "By bank transfer, with this reference.",
            "ways": WAYS if state == "open" else [],
            "foot": [WAYS[1][1]],
            "page": "Page",
            "facts": [["Issued on", day(0)]],
            "stamp": "",
            "lines": [[LINE, "1", TOTAL, TOTAL]],
            "total_label": "Total",
            "total": TOTAL,
            "sentences": [],
        }
        part = MIMEApplication(pdf_from(PATTERN, paper=facts), "pdf")
        part.add_header("Content-Disposition", "attachment", filename=f"{number}.pdf")
        return [part]

    return enclose


_sample("issued", encloses=_paper("Invoice", NUMBER, "open"), due=lambda: day(30), lines=[LINE], ways=WAYS)
_sample("paid", encloses=_paper("Invoice", NUMBER, "paid"), received=lambda: day(0))
_sample("voided", why="It was made out to the wrong organisation; the right one has its own letter.")
_sample(
    "credited",
    encloses=_paper("Credit note", NOTE, "paid"),
    credit_number=NOTE,
    amount="US$245.00",
    why="The application could not be approved; the fee for reading it stays.",
)
