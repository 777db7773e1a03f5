import time
from urllib.parse import unquote

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
PEOPLE = "/admin/accounts/person/"


def digits(secret=SECRET):
    """What an authenticator app that holds `secret` shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def admin_addresses():
    """The address of every page of the admin that has one without a row: first page, lists, forms to add."""
    yield reverse("admin:index")
    for model in admin.site._registry:
        for page in ("changelist", "add"):
            try:
                yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")
            except NoReverseMatch:
                continue


def sign_in(client, person, password, heading=""):
    client.get(f"{reverse('account_login')}?next={heading}")
    return client.post(reverse("account_login"), {"login": person.email, "password": password, "next": heading})


@pytest.fixture
def with_app(carol):
    TOTP.activate(carol, SECRET)
    return RecoveryCodes.activate(carol)


@pytest.fixture
def password_client(carol, password):
    """Carol's browser, opened by her password before she had a second factor."""
    client = Client()
    sign_in(client, carol, password)
    return client


def test_with_a_password_alone_every_page_refuses(password_client):
    for address in admin_addresses():
        answer = password_client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith(reverse("admin:login")), address
        assert password_client.post(address, {}).status_code == 302, address


def test_who_has_no_second_factor_is_led_to_add_one(password_client):
    assert password_client.get(reverse("admin:login")).url == reverse("mfa_index")
    assert "staff pages" in password_client.get(reverse("mfa_index")).content.decode()


def test_who_connects_an_app_proves_it_and_ends_where_they_were_heading(password_client, password):
    password_client.get(PEOPLE, follow=True)
    password_client.post(reverse("account_reauthenticate"), {"password": password})
    secret = password_client.get(reverse("mfa_activate_totp")).context["form"].secret
    password_client.post(reverse("mfa_activate_totp"), {"code": digits(secret)})
    assert password_client.get(PEOPLE).status_code == 302

    proof = password_client.get(reverse("admin:login")).url
    assert proof == f"{reverse('mfa_reauthenticate')}?next=%2Fadmin%2Faccounts%2Fperson%2F"
    assert password_client.post(proof, {"code": digits(secret), "next": PEOPLE}).url == PEOPLE
    assert password_client.get(PEOPLE).status_code == 200


def test_on_the_way_to_the_staff_pages_a_password_is_not_offered(password_client, with_app):
    page = password_client.get(password_client.get(reverse("admin:login")).url).content.decode()
    assert reverse("account_reauthenticate") not in page
    assert "Or another way" not in page


def test_a_password_given_again_is_no_second_factor(password_client, with_app, password):
    password_client.post(reverse("account_reauthenticate"), {"password": password})
    assert password_client.get(PEOPLE).status_code == 302


@pytest.mark.parametrize("proof", ["app", "recovery code"])
def test_staff_sign_in_with_both_and_enter(client, carol, password, with_app, proof):
    assert client.get(PEOPLE, follow=True).redirect_chain[-1][0].startswith(reverse("account_login"))
    assert sign_in(client, carol, password, PEOPLE).url == reverse("mfa_authenticate")
    code = digits() if proof == "app" else with_app.get_unused_codes()[0]
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == PEOPLE
    assert client.get(PEOPLE).status_code == 200


def test_staff_with_the_second_factor_open_every_page(carol_client):
    for address in admin_addresses():
        assert carol_client.get(address).status_code in (200, 403), address


def test_a_new_session_has_to_prove_it_anew(carol_client, client, carol, password, with_app):
    assert carol_client.get(PEOPLE).status_code == 200
    sign_in(client, carol, password)
    assert client.get(PEOPLE).status_code == 302


def test_people_who_are_not_staff_find_nothing(ann_client):
    for address in admin_addresses():
        assert ann_client.get(address, follow=True).status_code == 404, address


def test_nor_do_they_with_a_second_factor(client, ann, password):
    TOTP.activate(ann, SECRET)
    sign_in(client, ann, password)
    client.post(reverse("mfa_authenticate"), {"code": digits()})
    assert client.get(PEOPLE, follow=True).status_code == 404


def test_a_stranger_is_led_to_sign_in_and_back(client):
    for address in admin_addresses():
        page = client.get(address, follow=True)
        assert unquote(page.redirect_chain[-1][0]) == f"{reverse('account_login')}?next={address}", address


def test_staff_who_leave_enter_no_more(carol_client, carol):
    carol.is_staff = False
    carol.save(update_fields=["is_staff"])
    assert carol_client.get(PEOPLE, follow=True).status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/accounts/logout/"])
def test_the_way_back_never_leaves_the_staff_pages(carol_client, elsewhere):
    answer = carol_client.get(reverse("admin:login"), {"next": elsewhere})
    assert answer.url == reverse("admin:index")
