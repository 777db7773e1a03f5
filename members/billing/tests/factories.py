"""Who issues invoices, and an invoice."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.billing.models import Invoice, Issuer, Line


@pytest.fixture
def issuer(db):
    """Who issues invoices: without one, none can be."""
    return Issuer.objects.create(
        effective_from=timezone.localdate() - timedelta(days=4000),
        name="Customer Experience Professionals Association",
        address="12 Harbour Street\nBoston, MA 02110\nUnited States",
        account_holder="CXPA Inc.",
        bank="Harbour Bank",
        account="US00 1234 5678 9000",
        routing="HARBUS33",
        note="Questions about this invoice? office@cxpa.example",
    )


@pytest.fixture
def make_invoice(issuer, ann):
    """`make_invoice(person=ann, amount=27500, text=…, key=…)`: an open invoice."""
    count = iter(range(10_000))

    def make(person=None, amount=27500, text="CXPA membership", **changes):
        key = changes.pop("key", f"test:{next(count)}")
        return Invoice.issue(person or ann, [Line(text, amount)], key=key, **changes)

    return make
