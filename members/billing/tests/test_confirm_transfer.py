"""The money arrived: staff say so, once, for the whole amount; the person gets the receipt."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.audit.models import Entry
from members.billing.models import Invoice, NotOpen, NotPossible, Payment, WrongAmount
from members.billing.signals import invoice_paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """The invoices that `invoice_paid` told of."""
    told = []

    def hear(sender, invoice, by, **kwargs):
        told.append((invoice.number, by))

    invoice_paid.connect(hear)
    yield told
    invoice_paid.disconnect(hear)


def address(invoice):
    return reverse("admin:billing_invoice_transfer", args=[invoice.pk])


def confirm(client, invoice, amount="275.00", **changes):
    fields = {"amount": amount, "received_on": timezone.localdate().isoformat(), "reference": "TRF 4711"}
    return client.post(address(invoice), fields | changes, follow=True)


def test_the_form_knows_the_amount_and_the_day(carol_client, make_invoice):
    page = carol_client.get(address(make_invoice())).content.decode()
    assert 'value="275.00"' in page
    assert f'value="{timezone.localdate().isoformat()}"' in page


def test_staff_confirm_and_the_person_gets_the_receipt(carol_client, carol, make_invoice, heard, mails):
    invoice = make_invoice()
    assert "Confirmed. Ann Okafor gets the receipt by mail." in confirm(carol_client, invoice).content.decode()
    invoice.refresh_from_db()
    assert invoice.state == Invoice.PAID
    assert (invoice.payment.reference, invoice.payment.confirmed_by) == ("TRF 4711", carol)
    assert heard == [(invoice.number, carol)]
    letter = mails(kind="members/billing/paid")[0]
    letter.render()
    assert letter.subject == f"Your US$275.00 arrived: the receipt for {invoice.number}"
    assert Entry.objects.filter(action="billing.paid", about_id=invoice.pk, by=carol).count() == 1


def test_confirming_twice_counts_once(carol, carol_client, make_invoice, heard, mails):
    invoice = make_invoice()
    first = invoice.settle(by=carol, amount=27500)
    assert invoice.settle(by=carol, amount=27500) == first
    assert "This invoice is paid already." in confirm(carol_client, invoice).content.decode()
    assert (Payment.objects.count(), len(heard), len(mails(kind="members/billing/paid"))) == (1, 1, 1)


@pytest.mark.parametrize(
    ("amount", "words"), [("200.00", "US$75.00 is missing"), ("300", "this is US$25.00 too much"), ("275.001", "finer")]
)
def test_another_amount_is_refused_in_words_and_nothing_typed_is_lost(carol_client, make_invoice, heard, amount, words):
    invoice = make_invoice()
    page = confirm(carol_client, invoice, amount).content.decode()
    assert words in page
    assert 'value="TRF 4711"' in page
    invoice.refresh_from_db()
    assert (invoice.state, heard) == (Invoice.OPEN, [])


def test_a_day_to_come_is_refused(carol_client, carol, make_invoice):
    invoice = make_invoice()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "This day is still to come." in confirm(carol_client, invoice, received_on=tomorrow).content.decode()
    with pytest.raises(NotPossible):
        invoice.settle(by=carol, amount=27500, received_on=timezone.localdate() + timedelta(days=1))


def test_what_was_given_up_cannot_be_paid(carol, make_invoice):
    invoice = make_invoice()
    invoice.void(by=carol, reason="A wrong plan.")
    with pytest.raises(NotOpen):
        invoice.settle(by=carol, amount=27500)


def test_nobody_but_staff_confirms(client, ann_client, maya_client, make_invoice):
    invoice = make_invoice()
    for browser in [client, ann_client, maya_client]:
        browser.post(address(invoice), {"amount": "275.00", "received_on": "2026-01-01"})
    invoice.refresh_from_db()
    assert invoice.state == Invoice.OPEN


def test_looking_confirms_nothing(carol_client, make_invoice):
    invoice = make_invoice()
    carol_client.get(address(invoice))
    invoice.refresh_from_db()
    assert invoice.is_open


def test_a_wrong_amount_raises_with_its_sentence(carol, make_invoice):
    with pytest.raises(WrongAmount, match="The invoice is over US\\$275.00: US\\$274.99 is missing."):
        make_invoice().settle(by=carol, amount=1)


def test_the_page_of_the_invoice_shows_what_happened(carol, carol_client, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500, reference="TRF 1")
    page = carol_client.get(reverse("admin:billing_invoice_change", args=[invoice.pk])).content.decode()
    for words in ["issued", "paid", "Carol Weiss", "TRF 1", "CXPA membership"]:
        assert words in page


@pytest.mark.parametrize("state", ["open", "overdue", "paid", "void"])
def test_the_list_finds_each_state(state, carol, carol_client, make_invoice, clock):
    made = {name: make_invoice() for name in ["overdue", "paid", "void"]}
    made["paid"].settle(by=carol, amount=27500)
    made["void"].void(by=carol, reason="Twice.")
    clock(timedelta(days=20))
    made["open"] = make_invoice()
    page = carol_client.get(reverse("admin:billing_invoice_changelist"), {"state": state}).content.decode()
    wanted = {state, "overdue"} if state == "open" else {state}
    assert {name for name, invoice in made.items() if invoice.number in page} == wanted


def test_staff_see_why_no_invoice_can_be_written(carol_client):
    page = carol_client.get(reverse("admin:billing_invoice_changelist")).content.decode()
    assert "No invoice can be written until you say who issues it" in page


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_the_same_moment_confirm_once(make_invoice, carol, dora, heard):
    invoice = make_invoice()

    def settle(by):
        try:
            return Invoice.objects.get(pk=invoice.pk).settle(by=by, amount=27500).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert len(set(both.map(settle, [carol, dora]))) == 1
    assert (Payment.objects.count(), len(heard)) == (1, 1)
