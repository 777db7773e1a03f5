"""A holder asks for three more years, pays, and a human confirms."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.credentials.models import register_day
from certification.framework.models import ProgramRules
from certification.framework.steps import step_for
from certification.renewal.models import NotOpen, Renewal
from certification.renewal.models.renewals import TRANSITIONS, State
from members.billing.signals import invoice_paid

pytestmark = pytest.mark.django_db


def ask(client):
    return client.post(reverse("certification:renewal_request"), follow=True)


def test_asking_brings_the_invoice_and_paying_it_brings_it_to_staff(ann, ann_client, carol, renewable, fees, mails):
    credential = renewable(ann)
    page = ask(ann_client)
    renewal = credential.renewals.get()
    assert page.request["PATH_INFO"] == renewal.invoice.get_absolute_url()
    assert renewal.invoice.total == 19500
    assert credential.number in renewal.invoice.lines.get().text
    renewal.invoice.settle(by=carol, amount=19500)
    renewal.refresh_from_db()
    assert renewal.state == "to_confirm"
    old_end = credential.expires_on
    renewal.confirm(by=carol)
    credential.refresh_from_db()
    assert credential.expires_on.year == old_end.year + 3
    assert (credential.expires_on.month, credential.expires_on.day) == (old_end.month, old_end.day)
    assert credential.cycle_starts_on == old_end + timedelta(days=1)
    letter = mails(kind="certification/renewal/renewed")[0]
    letter.render()
    assert letter.subject.startswith("Your CCXP is renewed until")


def test_who_is_no_member_pays_the_other_fee(cleo, cleo_client, renewable, fees):
    renewable(cleo)
    ask(cleo_client)
    assert Renewal.objects.get().invoice.total == 39500


def test_asking_twice_is_asking_once(ann, ann_client, renewable, fees):
    renewable(ann)
    ask(ann_client)
    ask(ann_client)
    assert Renewal.objects.count() == 1
    assert ann.invoices.count() == 1


@pytest.mark.parametrize("hours", [0, 14])
def test_without_the_credits_it_is_refused_with_what_is_missing(ann, ann_client, renewable, fees, hours):
    renewable(ann, hours=hours)
    assert f"{30 - hours} credits are still missing" in ask(ann_client).content.decode()
    assert not Renewal.objects.exists()


def test_too_early_it_is_refused_with_the_day(ann, ann_client, make_credential, post, fees):
    post(make_credential(ann), 30)
    assert "The renewal opens on" in ask(ann_client).content.decode()
    assert not Renewal.objects.exists()


@pytest.mark.parametrize("state", ["suspended"])
def test_what_is_not_valid_cannot_be_renewed(ann, ann_client, renewable, fees, state):
    renewable(ann, state=state)
    ask(ann_client)
    assert not Renewal.objects.exists()


def test_on_the_last_day_it_is_not_too_late_and_on_the_next_it_is(ann, client_of, renewable, fees, clock):
    credential = renewable(ann)
    clock(timedelta(days=(credential.expires_on - register_day()).days + 1))
    assert "The certification ended on" in ask(client_of(ann)).content.decode()
    assert not Renewal.objects.exists()
    clock(timedelta(days=-1))
    ask(client_of(ann))
    assert Renewal.objects.exists()


def test_without_a_fee_it_is_said_and_staff_send_the_invoice_later(ann, ann_client, carol_client, renewable, issuer):
    renewable(ann)
    assert "CXPA has not set its fee yet" in ask(ann_client).content.decode()
    renewal = Renewal.objects.get()
    assert renewal.state == "unpriced"
    assert list(Renewal.objects.waiting()) == [renewal]
    address = reverse("admin:renewal_renewal_changelist")
    about = {"action": "ask_for_payment_of_all", "_selected_action": [renewal.pk]}
    assert "Nothing went on" in carol_client.post(address, about, follow=True).content.decode()
    ProgramRules.objects.update(renewal_fee_member=100, renewal_fee_other=200)
    carol_client.post(address, about)
    renewal.refresh_from_db()
    assert renewal.state == "awaiting_payment"
    assert renewal.invoice.total == 100


def test_a_fee_without_a_bank_account_waits_too(ann, ann_client, renewable):
    renewable(ann)
    ProgramRules.objects.update(renewal_fee_member=100, renewal_fee_other=200)
    ask(ann_client)
    assert Renewal.objects.get().state == "unpriced"


def test_a_fee_of_nothing_needs_no_invoice(ann, ann_client, renewable):
    renewable(ann)
    ProgramRules.objects.update(renewal_fee_member=0, renewal_fee_other=0)
    ask(ann_client)
    assert Renewal.objects.get().state == "to_confirm"


def paid(credential, carol):
    renewal = Renewal.request(credential, by=credential.person)
    renewal.invoice.settle(by=carol, amount=renewal.invoice.total)
    renewal.refresh_from_db()
    return renewal


def test_staff_confirm_in_the_admin(ann, carol, carol_client, renewable, fees):
    renewal = paid(renewable(ann), carol)
    address = f"/admin/renewal/renewal/{renewal.pk}/confirm/"
    assert carol_client.get(address).status_code == 200
    renewal.refresh_from_db()
    assert renewal.state == "to_confirm", "looking changes nothing"
    carol_client.post(address)
    renewal.refresh_from_db()
    assert (renewal.state, renewal.decided_by) == ("confirmed", carol)


def test_confirming_twice_adds_one_cycle(ann, carol, renewable, fees, mails):
    credential = renewable(ann)
    renewal = paid(credential, carol)
    renewal.confirm(by=carol)
    Renewal.objects.get().confirm(by=carol)
    credential.refresh_from_db()
    assert credential.expires_on == renewal.renewed_until
    assert len(mails(kind="certification/renewal/renewed")) == 1


def test_hearing_of_the_payment_twice_changes_nothing(ann, carol, renewable, fees):
    renewal = paid(renewable(ann), carol)
    renewal.confirm(by=carol)
    invoice_paid.send(sender=type(renewal.invoice), invoice=renewal.invoice, by=carol)
    renewal.refresh_from_db()
    assert renewal.state == "confirmed"


def test_nobody_confirms_their_own(carol, renewable, fees):
    renewal = paid(renewable(carol), carol)
    with pytest.raises(NotOpen, match="Somebody else"):
        renewal.confirm(by=carol)


def test_credits_taken_back_since_are_seen(ann, carol, renewable, fees):
    credential = renewable(ann)
    renewal = paid(credential, carol)
    credential.credits.get().void(by=carol, reason="It never took place.")
    with pytest.raises(NotOpen, match="still missing"):
        renewal.confirm(by=carol)


def test_sent_back_it_can_be_asked_again_without_paying_again(ann, ann_client, carol, carol_client, renewable, fees):
    renewal = paid(renewable(ann), carol)
    carol_client.post(f"/admin/renewal/renewal/{renewal.pk}/send-back/", {"reason": "Which course was it?"})
    assert "Which course was it?" in ann_client.get(reverse("certification:renewal")).content.decode()
    ask(ann_client)
    renewal.refresh_from_db()
    assert renewal.state == "to_confirm"
    assert ann.invoices.count() == 1


def test_sent_back_shortly_before_the_end_it_is_not_too_late(ann, client_of, carol, renewable, fees, clock):
    credential = renewable(ann)
    renewal = paid(credential, carol)
    renewal.send_back(by=carol, reason="Which course was it?")
    clock(timedelta(days=(credential.expires_on - register_day()).days + 5))
    browser = client_of(ann)  # a session ends sooner than this
    assert "Ask again" in browser.get(reverse("certification:credential")).content.decode()
    ask(browser)
    renewal.refresh_from_db()
    renewal.confirm(by=carol)
    credential.refresh_from_db()
    assert credential.is_valid


def test_when_it_is_time_the_button_of_the_scheme_leads_here(ann, renewable, fees):
    credential = renewable(ann)
    assert (step_for(ann).label, step_for(ann).url) == ("Ask for my renewal", "/certification/renewal/")
    Renewal.request(credential, by=ann)
    assert step_for(ann).url == Renewal.objects.get().invoice.get_absolute_url()


def test_given_up_before_paying_the_invoice_is_void_and_it_can_be_asked_again(ann, ann_client, renewable, fees):
    renewable(ann)
    ask(ann_client)
    ann_client.post(reverse("certification:renewal_ending"))
    first = Renewal.objects.get()
    assert first.state == "withdrawn"
    assert first.invoice.state == "void"
    ask(ann_client)
    assert Renewal.objects.running().count() == 1


def test_an_invoice_staff_void_takes_the_request_back(ann, ann_client, carol, renewable, fees):
    renewable(ann)
    ask(ann_client)
    Renewal.objects.get().invoice.void(by=carol, reason="Asked by phone.")
    assert Renewal.objects.get().state == "withdrawn"


def test_what_is_paid_cannot_be_given_up_by_a_click(ann, ann_client, carol, renewable, fees):
    renewal = paid(renewable(ann), carol)
    ann_client.post(reverse("certification:renewal_ending"))
    renewal.refresh_from_db()
    assert renewal.state == "to_confirm"


def test_from_29_february_every_third_year_ends_on_the_28th(ann, carol, make_credential, post, fees, clock):
    credential = make_credential(ann, awarded_on=date(2024, 2, 29))
    post(credential, 30, earned_on=date(2025, 6, 1))
    clock(datetime(2026, 12, 1, 12, tzinfo=UTC))
    paid(credential, carol).confirm(by=carol)
    credential.refresh_from_db()
    assert (credential.cycle_starts_on, credential.expires_on) == (date(2027, 3, 1), date(2030, 2, 28))


def test_others_neither_see_nor_ask(ann, eli_client, client, renewable, fees):
    renewable(ann)
    assert ask(eli_client).status_code == 404
    assert client.post(reverse("certification:renewal_request")).status_code == 302
    assert eli_client.post(reverse("certification:renewal_ending")).status_code == 404
    assert not Renewal.objects.exists()


def test_looking_asks_for_nothing(ann, ann_client, renewable, fees):
    renewable(ann)
    assert ann_client.get(reverse("certification:renewal_request")).status_code == 405
    page = ann_client.get(reverse("certification:renewal")).content.decode()
    assert "Ask for my renewal" in page
    assert not Renewal.objects.exists()


def test_only_the_ways_of_the_table_are_open(ann, carol, make_credential):
    credential = make_credential(ann)
    moment = {"renewed_until": credential.expires_on, "decided_at": timezone.now(), "decided_by": carol}
    renewal = Renewal.objects.create(
        credential=credential, cycle_starts_on=credential.cycle_starts_on, cycle_ends_on=credential.expires_on, **moment
    )
    for before, after in product(State, State):
        Renewal.objects.update(state=before)
        if after in TRANSITIONS[before]:
            renewal._become(after, by=carol)
        else:
            with pytest.raises(NotOpen):
                renewal._become(after, by=carol)
        renewal.refresh_from_db()
        assert renewal.state == (after if after in TRANSITIONS[before] else before), f"{before} → {after}"
