"""An invoice that will not be paid is given up with a reason; money that was paid comes back by a credit note."""

import pytest
from django.urls import reverse

from members.billing.models import CreditNote, Invoice, NotOpen, NotPossible, WrongAmount
from members.billing.signals import invoice_voided

pytestmark = pytest.mark.django_db


def test_staff_give_it_up_with_a_reason_and_the_person_is_told(carol_client, make_invoice, ann, mails):
    invoice = make_invoice()
    carol_client.post(reverse("admin:billing_invoice_giving_up", args=[invoice.pk]), {"reason": "Made out twice."})
    invoice.refresh_from_db()
    assert (invoice.state, invoice.void_reason) == (Invoice.VOID, "Made out twice.")
    letter = mails(kind="members/billing/voided")[0]
    letter.render()
    assert letter.subject == f"Nothing is to be paid on invoice {invoice.number}"
    assert "Made out twice." in letter.text
    assert "nothing is to be paid on it" in ann.notices.latest("pk").headline


def test_without_a_reason_it_stays(carol_client, carol, make_invoice):
    invoice = make_invoice()
    carol_client.post(reverse("admin:billing_invoice_giving_up", args=[invoice.pk]), {"reason": " "})
    invoice.refresh_from_db()
    assert invoice.is_open
    with pytest.raises(NotPossible):
        invoice.void(by=carol, reason=" ")


def test_given_up_twice_it_is_told_once(carol, make_invoice, mails):
    told = []
    invoice_voided.connect(lambda sender, **kwargs: told.append(1), weak=False, dispatch_uid="test")
    invoice = make_invoice()
    invoice.void(by=carol, reason="One.")
    invoice.void(by=carol, reason="Two.")
    invoice_voided.disconnect(dispatch_uid="test")
    assert (invoice.void_reason, told, len(mails(kind="members/billing/voided"))) == ("One.", [1], 1)


def test_who_gives_it_up_themselves_gets_no_letter_about_it(ann, make_invoice, mails):
    make_invoice().void(by=ann, reason="Changed my mind.")
    assert mails(kind="members/billing/voided") == []


def test_what_was_paid_cannot_be_given_up(carol, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    with pytest.raises(NotOpen, match="credit note"):
        invoice.void(by=carol, reason="Too late.")


def test_money_is_given_back_by_a_numbered_note(carol_client, carol, make_invoice, mails):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    address = reverse("admin:billing_invoice_giving_back", args=[invoice.pk])
    assert 'value="275.00"' in carol_client.get(address).content.decode()
    fields = {"amount": "100", "reason": "Half a year.", "token": "1"}
    carol_client.post(address, fields)
    carol_client.post(address, fields)  # a double click
    note = CreditNote.objects.get()
    assert note.number.startswith("CXPA-CN-")
    assert (note.amount_in_words, note.issued_by, invoice.credited) == ("US$100.00", carol, 10000)
    letter = mails(kind="members/billing/credited")[0]
    letter.render()
    assert letter.subject == "US$100.00 is on its way back to you"
    invoice.refresh_from_db()
    assert invoice.state == Invoice.PAID, "the invoice itself is never edited"


@pytest.mark.parametrize("amount", [0, -1, 27501])
def test_not_more_is_given_back_than_was_paid(carol, make_invoice, amount):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    with pytest.raises(WrongAmount, match="Up to US\\$275.00"):
        invoice.credit(amount, by=carol, reason="Because.")


def test_two_notes_together_do_not_exceed_the_invoice(carol, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    invoice.credit(20000, by=carol, reason="One.")
    with pytest.raises(WrongAmount, match="Up to US\\$75.00"):
        invoice.credit(10000, by=carol, reason="Two.")


def test_nothing_is_given_back_where_nothing_was_paid(carol, make_invoice):
    with pytest.raises(NotOpen):
        make_invoice().credit(100, by=carol, reason="Because.")
