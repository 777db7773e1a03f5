"""An invoice goes out: numbered without gaps, once for each thing, and never changed afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import DatabaseError, connection, transaction

from members.billing.models import BillingAddress, Invoice, InvoiceLine, Issuer, Line, NoIssuer, Series
from members.mail.delivery import deliver_due

pytestmark = pytest.mark.django_db


def test_numbers_follow_each_other_and_begin_anew_each_year(make_invoice, clock):
    clock(datetime(2026, 12, 30, 12, tzinfo=UTC))
    numbers = [make_invoice().number, make_invoice().number]
    clock(datetime(2027, 1, 2, 12, tzinfo=UTC))
    assert [*numbers, make_invoice().number] == ["CXPA-2026-00001", "CXPA-2026-00002", "CXPA-2027-00001"]


def test_an_invoice_that_was_rolled_back_leaves_no_gap(make_invoice):
    with transaction.atomic():
        make_invoice()
        transaction.set_rollback(True)
    assert make_invoice().number.endswith("-00001")


def test_the_day_is_the_office_s_wherever_the_person_is(make_invoice, clock):
    clock(datetime(2027, 1, 1, 3, tzinfo=UTC))  # still New Year's Eve in Boston
    invoice = make_invoice()
    assert (invoice.issued_on, invoice.number) == (date(2026, 12, 31), "CXPA-2026-00001")
    assert invoice.due_on == date(2027, 1, 14)


def test_asked_for_twice_it_is_issued_once(make_invoice, mails):
    assert make_invoice(key="application:7") == make_invoice(key="application:7")
    assert Invoice.objects.count() == len(mails(kind="members/billing/issued")) == 1


def test_it_keeps_what_it_was_made_out_to(make_invoice, ann, issuer):
    BillingAddress(person=ann, organisation="Harbour Insurance", address="1 Quay\nLagos", country="NG").keep(by=ann)
    invoice = make_invoice()
    BillingAddress.objects.update(organisation="Somebody else")
    Issuer.objects.update(account="another account")
    invoice.refresh_from_db()
    assert invoice.made_out_to == ["Harbour Insurance", "Ann Okafor", "1 Quay", "Lagos", "Nigeria"]
    assert invoice.issuer["account"] == "US00 1234 5678 9000"


def test_the_letter_says_how_to_pay_and_brings_the_paper(make_invoice, mails):
    invoice = make_invoice()
    deliver_due()
    letter = mails(kind="members/billing/issued")[0]
    assert letter.subject.startswith(f"Your invoice {invoice.number} over US$275.00, due by ")
    for words in [invoice.number, "US00 1234 5678 9000", "HARBUS33", "CXPA membership", invoice.get_absolute_url()]:
        assert words in letter.text, words
        assert words in letter.html, words
    [paper] = django_mail.outbox[0].attachments
    assert paper.get_filename() == f"{invoice.number}.pdf"
    assert paper.get_payload(decode=True).startswith(b"%PDF")


def test_who_did_not_ask_for_it_themselves_gets_a_notice(make_invoice, ann, carol):
    make_invoice(by=ann)
    assert not ann.notices.exists()
    make_invoice(by=carol)
    headline = ann.notices.get().headline
    assert headline.startswith("Your invoice CXPA-")
    assert headline.endswith("-00002 over US$275.00 is here")


def test_without_an_account_to_pay_into_there_is_no_invoice(ann):
    with pytest.raises(NoIssuer, match="which account to pay into"):
        Invoice.issue(ann, [Line("CXPA membership", 27500)], key="k")
    Issuer.objects.create(effective_from=date(2999, 1, 1), name="Later")
    with pytest.raises(NoIssuer):
        Invoice.issue(ann, [Line("CXPA membership", 27500)], key="k")


@pytest.mark.parametrize("lines", [[], [Line("Free", 0)], [Line("Dues", 100), Line("Taken off", -100)]])
def test_an_invoice_asks_for_something(ann, issuer, lines):
    with pytest.raises(ValueError, match="asks for something"):
        Invoice.issue(ann, lines, key="k")
    assert not Series.objects.exists(), "no number is used up"


def test_several_lines_add_up(ann, issuer):
    lines = [Line("Seats", 27500, quantity=3), Line("For a non-profit", -7500)]
    assert Invoice.issue(ann, lines, key="k").total_in_words == "US$750.00"


@pytest.mark.parametrize(
    "change",
    [
        lambda invoice: Invoice.objects.filter(pk=invoice.pk).update(total=1),
        lambda invoice: Invoice.objects.filter(pk=invoice.pk).update(billed_name="Somebody else"),
        lambda invoice: invoice.lines.update(amount=1),
        lambda invoice: invoice.lines.all()._raw_delete("default"),
        lambda invoice: Invoice.objects.filter(pk=invoice.pk)._raw_delete("default"),
    ],
    ids=["total", "name", "line", "no line", "no invoice"],
)
def test_the_database_refuses_to_change_what_went_out(make_invoice, change):
    invoice = make_invoice()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        change(invoice)


def test_the_database_refuses_a_line_that_does_not_add_up(make_invoice):
    invoice = make_invoice()

    @transaction.atomic
    def slip_in():
        InvoiceLine.objects.create(invoice=invoice, position=2, text="Slipped in", amount=1)
        connection.check_constraints()

    with pytest.raises(DatabaseError, match="add up"):
        slip_in()


def test_overdue_is_open_and_past_its_day(make_invoice, clock):
    invoice = make_invoice(due_in=timedelta(days=14))
    assert list(Invoice.objects.overdue()) == []
    clock(timedelta(days=16))
    assert list(Invoice.objects.overdue()) == [invoice]
    assert invoice.is_overdue
    assert "The invoice can still be paid." in invoice.sentence


@pytest.mark.django_db(transaction=True)
def test_many_at_the_same_moment_get_numbers_without_gap_or_double(issuer, make_person):
    people = [make_person() for _ in range(6)]

    def ask(person):
        try:
            return Invoice.issue(person, [Line("Dues", 100)], key=f"dues:{person.pk}").number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        numbers = sorted(crowd.map(ask, people))
    assert [number[-5:] for number in numbers] == ["00001", "00002", "00003", "00004", "00005", "00006"]


def test_without_the_lock_two_would_get_one_number():
    """The control: two who read the series before either has written."""
    Series.objects.create(name="CXPA", year=2026)
    first, second = (Series.objects.get(name="CXPA", year=2026) for _ in range(2))
    assert first.next_number() == second.next_number() == "CXPA-2026-00001"
