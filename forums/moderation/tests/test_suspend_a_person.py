"""A moderator suspends somebody for a time: their sessions end, no way of signing in opens, and then all do again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from members.accounts.models import Person
from members.accounts.tests.test_passkey import add_passkey, device, press, sign_out
from members.accounts.tests.test_passkey import sign_in as sign_in_at

__all__ = ["device"]  # the fixture

pytestmark = pytest.mark.django_db


def sign_in(client, person, password):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def told(client):
    return client.get(reverse("accounts:suspended")).content.decode()


def test_sessions_end_at_once_and_stay_ended(client, ann, password, make_sanction, clock):
    sign_in(client, ann, password)
    assert is_signed_in(client)
    make_sanction(ann, kind="suspension", days=1)
    assert not is_signed_in(client)
    clock(timedelta(days=1, minutes=1))
    assert not is_signed_in(client)


def test_a_session_nobody_knows_of_counts_for_nothing(ann, ann_client, make_sanction):
    make_sanction(ann, kind="suspension")
    assert not is_signed_in(ann_client)


def test_the_right_password_is_told_until_when_why_and_how_to_object(client, ann, password, make_sanction):
    sanction = make_sanction(ann, kind="suspension")
    assert sign_in(client, ann, password).url == reverse("accounts:suspended")
    page = told(client)
    for words in [f"{sanction.until:%Y}", sanction.words, sanction.address, "Write to the people who look after"]:
        assert words in page
    assert "Castillo" not in page
    assert not is_signed_in(client)


def test_a_wrong_password_is_told_nothing(client, ann, eli, password, make_sanction):
    make_sanction(ann, kind="suspension")
    wrong, other = sign_in(client, ann, "not-the-password"), sign_in(client, eli, "not-the-password")
    assert wrong.context["form"].errors == other.context["form"].errors
    assert client.get(reverse("accounts:suspended")).url == reverse("account_login")


def test_the_code_of_a_letter_opens_nothing_either(client, ann, mails, make_sanction):
    make_sanction(ann, kind="suspension")
    client.post(reverse("account_request_login_code"), {"email": ann.email})
    code = mails(kind="accounts")[-1].subject.split()[0]
    answer = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.url == reverse("accounts:suspended")
    assert "Your account is suspended until" in told(client)
    assert not is_signed_in(client)


def test_a_new_password_opens_nothing_either(client, ann, mails, make_sanction):
    make_sanction(ann, kind="suspension")
    client.post(reverse("account_reset_password"), {"email": ann.email})
    text = mails(kind="accounts")[-1].text
    address = next(word for word in text.split() if "/password/reset/key/" in word)
    form = client.get("/" + address.split("/", 3)[3]).url
    client.post(form, {"password1": "quite-another-map-of-tea"})
    assert not is_signed_in(client)


def test_it_ends_by_itself(client, ann, password, make_sanction, clock):
    make_sanction(ann, kind="suspension", days=3)
    clock(timedelta(days=3, minutes=1))
    sign_in(client, ann, password)
    assert is_signed_in(client)


def test_lifted_early_they_sign_in_again(client, ann, maya, password, make_sanction, mails):
    make_sanction(ann, kind="suspension").lift(by=maya)
    sign_in(client, ann, password)
    assert is_signed_in(client)
    assert mails(kind="forums/moderation/acted")[-1].context["headline"] == "You can sign in again"


def test_whoever_may_not_sign_in_is_not_among_those_who_hear_of_things(ann, make_sanction, clock):
    make_sanction(ann, kind="suspension", days=1)
    assert ann not in Person.objects.active()
    clock(timedelta(days=2))
    assert ann in Person.objects.active()


def test_a_closed_account_is_told_as_before(client, sam, password):
    assert sign_in(client, sam, password).url == reverse("account_inactive")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_opens_nothing_either(page, device, ann, password, make_sanction):
    sign_in_at(page, ann, password)
    add_passkey(page, password)
    sign_out(page)
    make_sanction(ann, kind="suspension")
    page.goto(reverse("account_login"))
    press(page, "Sign in with a passkey")
    page.wait_for_url(f"**{reverse('accounts:suspended')}")
    expect(page.get_by_text("Your account is suspended until")).to_be_visible()
    page.goto(reverse("accounts:profile"))
    assert reverse("account_login") in page.url
