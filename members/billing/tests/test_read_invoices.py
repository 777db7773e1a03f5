"""My invoices: mine alone, how to pay, and the paper."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from members.billing.models import BillingAddress
from members.billing.money import in_major, in_minor, money

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response["Content-Type"] == "application/pdf"
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def test_the_page_says_where_it_stands_and_how_to_pay(ann_client, make_invoice):
    invoice = make_invoice()
    page = ann_client.get(invoice.get_absolute_url()).content.decode()
    for words in ["We wait for US$275.00, due by", "How to pay", "US00 1234 5678 9000", "HARBUS33", "CXPA membership"]:
        assert words in page, words


def test_once_paid_it_says_so_and_no_longer_how(ann_client, carol, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    page = ann_client.get(invoice.get_absolute_url()).content.decode()
    assert "Paid. Your US$275.00 arrived on" in page
    assert "How to pay" not in page


def test_nobody_else_finds_it(client, bob_client, maya_client, carol_client, make_invoice):
    invoice = make_invoice()
    addresses = [invoice.get_absolute_url(), reverse("billing:invoice_pdf", args=[invoice.number])]
    for browser in [bob_client, maya_client, carol_client]:
        assert [browser.get(address).status_code for address in addresses] == [404, 404]
    assert [client.get(address).status_code for address in addresses] == [302, 302]


def test_the_list_holds_my_own_the_open_ones_first(ann_client, carol, bob, make_invoice):
    paid, waiting, other = make_invoice(text="Paid thing"), make_invoice(text="Open thing"), make_invoice(person=bob)
    paid.settle(by=carol, amount=27500)
    page = ann_client.get(reverse("billing:invoices")).content.decode()
    assert page.index("Open thing") < page.index("Paid thing")
    assert waiting.number in page
    assert other.number not in page


def test_without_any_it_says_what_this_place_is_for(cleo_client):
    assert "No invoice yet." in cleo_client.get(reverse("billing:invoices")).content.decode()


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_list_costs_the_same_at_any_length(
    ann_client, carol, make_invoice, how_many, django_assert_max_num_queries
):
    for _ in range(how_many):
        make_invoice().settle(by=carol, amount=27500)
    ann_client.get(reverse("billing:invoices"))
    with django_assert_max_num_queries(6):  # session, person, invoices with payments, lines, notices
        ann_client.get(reverse("billing:invoices"))


def test_the_page_costs_few_queries(ann_client, carol, make_invoice, django_assert_max_num_queries):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    for number in range(3):
        invoice.credit(100, by=carol, reason=f"Note {number}.")
    ann_client.get(invoice.get_absolute_url())
    with django_assert_max_num_queries(7):
        page = ann_client.get(invoice.get_absolute_url())
    assert "Note 2." in page.content.decode()


def test_the_paper_holds_number_total_address_and_account(ann, ann_client, make_invoice):
    BillingAddress(
        person=ann,
        organisation="#let x = *Söner* & Co $1$",
        address="1 Quay\nLagos",
        country="NG",
        purchase_order="PO 7",
    ).keep(by=ann)
    invoice = make_invoice()
    response = ann_client.get(reverse("billing:invoice_pdf", args=[invoice.number]))
    assert response["Content-Disposition"] == f'attachment; filename="{invoice.number}.pdf"'
    text = text_of(response)
    wanted = [invoice.number, "US$275.00", "Ann Okafor", "Nigeria", "PO 7", "US00 1234 5678 9000", "CXPA membership"]
    for words in [*wanted, "#let x = *Söner* & Co $1$", "How to pay"]:
        assert words in text, words


def test_the_paper_of_a_paid_one_is_the_receipt(ann_client, carol, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    text = text_of(ann_client.get(reverse("billing:invoice_pdf", args=[invoice.number])))
    assert "Paid. US$275.00 arrived on" in text
    assert "How to pay" not in text


def test_the_paper_of_one_given_up_says_so(ann_client, carol, make_invoice):
    invoice = make_invoice()
    invoice.void(by=carol, reason="Twice.")
    assert "nothing is to be paid" in text_of(ann_client.get(reverse("billing:invoice_pdf", args=[invoice.number])))


def test_a_credit_note_has_its_paper_for_its_person_alone(ann_client, bob_client, carol, carol_client, make_invoice):
    invoice = make_invoice()
    invoice.settle(by=carol, amount=27500)
    note = invoice.credit(10000, by=carol, reason="Half a year.")
    address = reverse("billing:credit_note_pdf", args=[invoice.number, note.number])
    text = text_of(ann_client.get(address))
    for words in [note.number, invoice.number, "US$100.00", "Half a year."]:
        assert words in text
    assert bob_client.get(address).status_code == 404
    assert note.number in text_of(carol_client.get(reverse("admin:billing_creditnote_paper", args=[note.pk])))
    assert invoice.number in text_of(carol_client.get(reverse("admin:billing_invoice_paper", args=[invoice.pk])))


def test_the_address_is_kept_for_the_next_invoice(ann, ann_client, make_invoice):
    before = make_invoice()
    fields = {
        "organisation": "Harbour Insurance",
        "address": "1 Quay\nLagos",
        "country": "NG",
        "purchase_order": "PO 7",
    }
    page = ann_client.post(reverse("billing:address"), fields, follow=True)
    assert "Your next invoice is made out to this address." in page.content.decode()
    before.refresh_from_db()
    assert (before.billed_organisation, make_invoice().billed_organisation) == ("", "Harbour Insurance")
    ann_client.post(reverse("billing:address"), fields | {"organisation": ""})
    assert BillingAddress.objects.get(person=ann).organisation == ""


def test_an_address_without_its_lines_comes_back_with_what_was_typed(ann_client):
    page = ann_client.post(reverse("billing:address"), {"organisation": "Harbour", "country": "NG"}).content.decode()
    assert "An invoice needs an address" in page
    assert 'value="Harbour"' in page


@pytest.mark.parametrize(("back", "leads"), [("/membership/renewal/", True), ("https://elsewhere.example/", False)])
def test_saving_the_address_leads_back_inside_the_portal_alone(ann_client, back, leads):
    fields = {"address": "1 Quay\nLagos", "country": "NG", "next": back}
    answer = ann_client.post(reverse("billing:address"), fields)
    assert answer.url == (back if leads else reverse("billing:invoices"))


@pytest.mark.parametrize(
    ("amount", "currency", "words"), [(27500, "USD", "US$275.00"), (500, "JPY", "JP¥500"), (1, "EUR", "€0.01")]
)
def test_money_is_written_as_its_currency_is(amount, currency, words):
    assert money(amount, currency) == words
    assert in_minor(in_major(amount, currency), currency) == amount
