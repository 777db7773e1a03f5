"""A stranger joins: the plans, an account, one page with three fields, the invoice; and a member when it is paid."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from members.billing.models import BillingAddress, Invoice
from members.membership.models import Dues, Membership, Plan, Term

pytestmark = pytest.mark.django_db
ADDRESS = {"organisation": "", "address": "Via Roma 1\n20121 Milano", "country": "IT"}


def fields_of(response):
    """The names of what a page asks for."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return set(re.findall(r'name="(\w+)"', main)) - {"csrfmiddlewaretoken", "next"}


def join(client, plan, **changes):
    return client.post(plan.get_absolute_url(), ADDRESS | changes)


def test_a_stranger_sees_what_it_brings_and_what_it_costs(client, plan):
    page = client.get(reverse("membership:plans")).content.decode()
    assert "US$275.00" in page
    assert f'href="{reverse("account_signup")}?next={plan.get_absolute_url()}"' in page


def test_plans_that_are_closed_are_not_offered(client, cleo_client, plan):
    Plan.objects.update(is_open=False)
    assert "Joining is closed at the moment" in client.get(reverse("membership:plans")).content.decode()
    assert cleo_client.get(plan.get_absolute_url()).status_code == 404


def test_from_sign_up_to_the_invoice_it_is_two_pages_and_six_fields(client, plan, issuer, mails):
    """Sign-up asks three, leads on through the mail, and the page of the plan asks the other three."""
    signup = reverse("account_signup") + f"?next={plan.get_absolute_url()}"
    asked = fields_of(client.get(signup))
    about = {"name": "Nora New", "email": "nora@cxpa.example", "password1": "tea-and-journey-maps"}
    client.post(signup, about | {"next": plan.get_absolute_url()})
    letter = mails(address="nora@cxpa.example")[0]
    link = re.search(r"https?://\S+(/accounts/confirm-email/\S+)", letter.text).group(1)
    client.get(link)
    answer = client.post(link)
    assert answer.url == plan.get_absolute_url(), "back to what they came for"
    asked |= fields_of(client.get(answer.url))
    assert asked == {"name", "email", "password1", "organisation", "address", "country"}
    answer = join(client, plan)
    nora = get_user_model().objects.get(email="nora@cxpa.example")
    assert answer.url == Invoice.objects.of(nora).get().get_absolute_url()


def test_the_invoice_is_over_the_price_and_made_out_to_what_was_typed(cleo, cleo_client, plan, issuer):
    join(cleo_client, plan, organisation="Milano Mobile")
    invoice = Invoice.objects.of(cleo).get()
    assert (invoice.total_in_words, invoice.made_out_to[0]) == ("US$275.00", "Milano Mobile")
    assert [line.text for line in invoice.lines.all()] == ["CXPA membership, Individual, 12 months"]
    assert BillingAddress.objects.get(person=cleo).country == "IT"


def test_the_country_of_the_profile_is_filled_in(cleo, cleo_client, plan):
    cleo.country = "IT"
    cleo.save(update_fields=["country"])
    assert '<option value="IT" selected>' in cleo_client.get(plan.get_absolute_url()).content.decode()


def test_asking_twice_is_one_invoice(cleo, cleo_client, plan, issuer, mails):
    first, second = join(cleo_client, plan), join(cleo_client, plan)
    assert first.url == second.url
    assert len(mails(to=cleo, kind="members/billing/issued")) == 1
    assert "You have asked for this already" in cleo_client.get(plan.get_absolute_url()).content.decode()


def test_choosing_another_plan_gives_the_open_invoice_up(cleo, cleo_client, plan, issuer):
    other = Plan.objects.create(name="Student", slug="student", who_for="Who studies", price=9900)
    join(cleo_client, plan)
    assert "This replaces what you asked for before" in cleo_client.get(other.get_absolute_url()).content.decode()
    join(cleo_client, other)
    states = [(invoice.total, invoice.state) for invoice in Invoice.objects.of(cleo).order_by("pk")]
    assert states == [(27500, "void"), (9900, "open")]
    assert Dues.objects.open().get().plan == other


def test_an_address_that_is_missing_is_asked_for_and_nothing_is_lost(cleo, cleo_client, plan, issuer):
    page = join(cleo_client, plan, address="", organisation="Milano Mobile").content.decode()
    assert "An invoice needs an address" in page
    assert 'value="Milano Mobile"' in page
    assert not Invoice.objects.exists()


def test_while_no_invoice_can_be_written_the_page_says_so(cleo, cleo_client, plan):
    page = join(cleo_client, plan).content.decode()
    assert "We cannot write an invoice today" in page
    assert "Via Roma 1" in page
    assert not Dues.objects.exists()


def test_who_is_not_signed_in_is_sent_there_and_back(client, plan, issuer):
    assert join(client, plan).url == f"{reverse('account_login')}?next={plan.get_absolute_url()}"
    assert not Invoice.objects.exists()


def test_looking_asks_for_nothing(cleo_client, plan, issuer):
    cleo_client.get(plan.get_absolute_url())
    assert not Membership.objects.exists()


def test_when_the_money_arrives_they_are_a_member_and_welcome(cleo, cleo_client, carol, plan, issuer, mails):
    join(cleo_client, plan)
    received = timezone.localdate() - timedelta(days=2)
    Invoice.objects.of(cleo).get().settle(by=carol, amount=27500, received_on=received)
    term = Term.objects.get(membership__person=cleo)
    assert (term.starts_on, term.plan, term.price) == (received, plan, 27500)
    cleo.refresh_from_db()
    assert cleo.is_member
    letter = mails(to=cleo, kind="members/membership/welcome")[0]
    letter.render()
    assert letter.subject == f"Welcome, Cleo: you are a member until {term.ends_in_words}"
    assert cleo.notices.filter(headline__startswith="Welcome").count() == 1


def test_belonging_ends_with_the_last_day_of_grace_where_the_person_lives(cleo, cleo_client, carol, plan, issuer):
    cleo.time_zone = "Pacific/Auckland"
    cleo.save(update_fields=["time_zone"])
    join(cleo_client, plan)
    Invoice.objects.of(cleo).get().settle(by=carol, amount=27500)
    term = Term.objects.get(membership__person=cleo)
    cleo.refresh_from_db()
    there = cleo.member_until.astimezone(term.membership.zone)
    assert (there.date(), there.hour) == (term.grace_ends_on + timedelta(days=1), 0)


def test_what_they_bought_stays_when_the_plan_changes(cleo, cleo_client, carol, plan, issuer):
    join(cleo_client, plan)
    Plan.objects.update(price=99900, months=1, grace_days=0)
    Invoice.objects.of(cleo).get().settle(by=carol, amount=27500)
    term = Term.objects.get(membership__person=cleo)
    assert (term.price, term.grace_days, (term.ends_on - term.starts_on).days >= 364) == (27500, 30, True)


def test_they_may_change_their_mind_before_they_pay(cleo, cleo_client, bob_client, plan, issuer):
    join(cleo_client, plan)
    dues = Dues.objects.get()
    address = reverse("membership:withdrawal", args=[dues.pk])
    assert "I changed my mind" in cleo_client.get(reverse("membership:membership")).content.decode()
    assert bob_client.post(address).status_code == 404
    cleo_client.post(address)
    cleo_client.post(address)
    assert (Invoice.objects.get().state, Dues.objects.open().count()) == ("void", 0)
    assert join(cleo_client, plan).url != dues.invoice.get_absolute_url(), "and ask again later"


def test_what_was_paid_stays_when_they_press_too_late(cleo, cleo_client, carol, plan, issuer):
    join(cleo_client, plan)
    dues = Dues.objects.get()
    dues.invoice.settle(by=carol, amount=27500)
    page = cleo_client.post(reverse("membership:withdrawal", args=[dues.pk]), follow=True).content.decode()
    assert "This invoice was paid a moment ago" in page


def test_an_unverified_address_joins_nothing(client, plan):
    person = get_user_model().objects.create_user("new@cxpa.example", "tea-and-journey-maps", name="New Person")
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    client.post(reverse("account_login"), {"login": person.email, "password": "tea-and-journey-maps"})
    assert client.get(plan.get_absolute_url()).status_code == 302
