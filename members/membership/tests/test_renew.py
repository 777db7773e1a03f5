"""A member renews: no day is lost; who comes back after grace begins on the day the payment arrived."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from members.billing.models import BillingAddress, Invoice, Line
from members.billing.signals import invoice_paid
from members.membership.models import Dues, NotYet, Plan, Term

pytestmark = pytest.mark.django_db


@pytest.fixture
def ending(make_membership, ann, issuer):
    """`ending(days)`: Ann's membership ends in so many days (below zero: it ended); her address is known."""

    def make(days):
        BillingAddress(person=ann, address="1 Quay\nLagos", country="NG").keep(by=ann)
        return make_membership(ann, ends_on=timezone.localdate() + timedelta(days=days))

    return make


def pay(person, carol, **changes):
    invoice = Invoice.objects.of(person).open().get()
    invoice.settle(by=carol, amount=invoice.total, **changes)
    return Term.objects.filter(dues__invoice=invoice).get()


def renew(client):
    return client.post(reverse("membership:renewal"))


def test_from_the_mail_it_is_one_click_and_one_button(ann, ann_client, ending, plan):
    ending(20)
    page = ann_client.get(reverse("membership:renewal")).content.decode()
    assert "no day is lost" in page
    assert "US$275.00" in page
    assert not Invoice.objects.exists(), "looking changes nothing"
    assert renew(ann_client).url == Invoice.objects.of(ann).get().get_absolute_url()


@pytest.mark.parametrize("days", [50, 1, 0, -1, -30])
def test_while_active_or_in_grace_it_goes_on_where_it_ends(ann, ann_client, carol, ending, days, mails):
    ended = ending(days).last_term.ends_on
    renew(ann_client)
    term = pay(ann, carol)
    assert (term.starts_on - ended).days == 1
    letter = mails(kind="members/membership/welcome")[0]
    letter.render()
    assert letter.subject == f"You are a member until {term.ends_in_words}"


@pytest.mark.parametrize("days", [-31, -300])
def test_after_grace_it_begins_on_the_day_of_the_payment(ann, ann_client, carol, ending, days):
    ending(days)
    renew(ann_client)
    assert pay(ann, carol, received_on=timezone.localdate()).starts_on == timezone.localdate()


def test_what_counts_is_the_day_the_money_arrived_not_the_day_staff_saw_it(ann, ann_client, carol, ending):
    ended = ending(-33).last_term.ends_on
    renew(ann_client)
    term = pay(ann, carol, received_on=timezone.localdate() - timedelta(days=5))  # the 28th day of grace
    assert (term.starts_on - ended).days == 1


def test_before_renewal_opens_it_says_since_when_one_can(ann, ann_client, ending, plan):
    ending(61)
    assert "You can renew from" in ann_client.get(reverse("membership:renewal")).content.decode()
    page = ann_client.post(reverse("membership:renewal"), follow=True).content.decode()
    assert "You can renew from" in page
    assert not Invoice.objects.exists()
    with pytest.raises(NotYet):
        Dues.bill(ann, plan, by=ann)


def test_renewing_twice_is_one_invoice(ann, ann_client, ending):
    ending(20)
    assert renew(ann_client).url == renew(ann_client).url
    assert Invoice.objects.of(ann).count() == 1


def test_heard_twice_the_payment_gives_one_term(ann, ann_client, carol, ending):
    ending(20)
    renew(ann_client)
    term = pay(ann, carol)
    until = type(ann).objects.get(pk=ann.pk).member_until
    invoice_paid.send(sender=Invoice, invoice=term.dues.invoice, by=carol)
    assert Term.objects.filter(membership__person=ann).count() == 2
    assert type(ann).objects.get(pk=ann.pk).member_until == until


def test_the_plan_one_had_is_closed_so_one_chooses(ann_client, ending):
    ending(20)
    Plan.objects.update(is_open=False)
    assert ann_client.get(reverse("membership:renewal")).url == reverse("membership:plans")
    assert renew(ann_client).url == reverse("membership:plans")


def test_who_has_no_membership_is_shown_the_plans(cleo_client, plan):
    assert cleo_client.get(reverse("membership:renewal")).url == reverse("membership:plans")


def test_without_an_address_the_page_of_the_plan_asks_for_it(ann_client, ending, plan):
    ending(20)
    BillingAddress.objects.all().delete()
    assert ann_client.get(reverse("membership:renewal")).url == plan.get_absolute_url()
    assert renew(ann_client).url == plan.get_absolute_url()
    assert "Renew your membership" in ann_client.get(plan.get_absolute_url()).content.decode()


def test_a_stranger_signs_in_first(client):
    assert renew(client).url.startswith(reverse("account_login"))


def test_a_lapsed_member_comes_back_by_the_plans_too(bob, bob_client, make_membership, plan, issuer):
    make_membership(bob, ends_on=timezone.localdate() - timedelta(days=100))
    assert "You are a member again" in bob_client.get(plan.get_absolute_url()).content.decode()


def test_two_terms_never_hold_the_same_day(ann, make_membership):
    membership = make_membership(ann)
    last = membership.last_term
    with pytest.raises(IntegrityError, match="terms_do_not_overlap"), transaction.atomic():
        make_membership(ann, starts_on=last.ends_on, ends_on=last.ends_on + timedelta(days=30))


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_the_same_moment_it_is_one_invoice(ann, plan, ending):
    ending(20)

    def ask(_):
        try:
            return Dues.bill(ann, plan, by=ann).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert len(set(both.map(ask, range(2)))) == 1
    assert Invoice.objects.count() == 1


def test_without_the_lock_two_would_find_nothing_open(ann, plan, ending):
    """The control: two who look before either has written. Then the database would refuse the second."""
    membership = ending(20)
    one, two = (type(membership).objects.get(pk=membership.pk) for _ in range(2))
    assert one.open_dues is two.open_dues is None
    dues = Dues.bill(ann, plan, by=ann)
    invoice = Invoice.issue(ann, [Line("Again", 27500)], key="again")
    with pytest.raises(IntegrityError, match="one_invoice_for_dues_at_a_time"), transaction.atomic():
        two.dues.create(plan=plan, invoice=invoice, months=12, grace_days=30, renewal_opens_days=60)
    assert one.open_dues == dues
