import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.urls import reverse

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def digits(secret=SECRET):
    """What an authenticator app that holds `secret` shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def confirmed_client(ann_client, password):
    """Ann's browser just after she showed that it is her."""
    ann_client.post(reverse("account_reauthenticate"), {"password": password})
    return ann_client


@pytest.fixture
def with_app(ann):
    TOTP.activate(ann, SECRET)
    return RecoveryCodes.activate(ann)


@pytest.fixture
def at_the_second_step(client, ann, with_app, password):
    answer = client.post(
        reverse("account_login"), {"login": ann.email, "password": password, "next": "/accounts/profile/"}
    )
    assert answer.url == reverse("mfa_authenticate")
    return client


def prove(client, code):
    return client.post(reverse("mfa_authenticate"), {"code": code})


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_connecting_an_app_asks_first_whether_it_is_you(ann_client):
    assert ann_client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))


def test_an_app_is_connected_with_its_digits_and_recovery_codes_come_along(
    confirmed_client, ann, mails, django_capture_on_commit_callbacks
):
    page = confirmed_client.get(reverse("mfa_activate_totp"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = confirmed_client.post(reverse("mfa_activate_totp"), {"code": digits(page.context["form"].secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert len(confirmed_client.get(answer.url).context["unused_codes"]) == 10
    assert {letter.to for letter in mails()} == {ann}


def test_wrong_digits_connect_nothing_and_keep_the_same_picture(confirmed_client, ann):
    before = confirmed_client.get(reverse("mfa_activate_totp")).context["form"].secret
    page = confirmed_client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert page.context["form"].errors["code"]
    assert page.context["form"].secret == before
    assert not Authenticator.objects.filter(user=ann).exists()


def test_the_password_alone_no_longer_signs_in(at_the_second_step):
    assert not is_signed_in(at_the_second_step)


def test_the_digits_do_and_lead_where_they_were_heading(at_the_second_step):
    assert prove(at_the_second_step, digits()).url == "/accounts/profile/"
    assert is_signed_in(at_the_second_step)


def test_a_recovery_code_does_too_but_once(at_the_second_step, with_app, client_of, ann, password):
    code = with_app.get_unused_codes()[0]
    prove(at_the_second_step, code)
    assert is_signed_in(at_the_second_step)
    at_the_second_step.post(reverse("account_logout"))
    at_the_second_step.post(reverse("account_login"), {"login": ann.email, "password": password})
    prove(at_the_second_step, code)
    assert not is_signed_in(at_the_second_step)


def test_a_wrong_code_is_told_beside_the_field(at_the_second_step):
    assert prove(at_the_second_step, "000000").context["form"].errors["code"]
    assert not is_signed_in(at_the_second_step)


def test_the_same_digits_do_not_open_twice(at_the_second_step, ann, password):
    code = digits()
    prove(at_the_second_step, code)
    at_the_second_step.post(reverse("account_logout"))
    at_the_second_step.post(reverse("account_login"), {"login": ann.email, "password": password})
    prove(at_the_second_step, code)
    assert not is_signed_in(at_the_second_step)


def test_a_code_by_mail_does_not_walk_round_the_second_factor(client, ann, with_app, mails):
    client.post(reverse("account_request_login_code"), {"email": ann.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": mails()[-1].subject.split()[0]})
    assert answer.url == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_nor_does_a_new_password(client, ann, with_app, mails):
    client.post(reverse("account_reset_password"), {"email": ann.email})
    path = next(word for word in mails()[-1].text.split() if "/password/reset/key/" in word)
    form = client.get("/" + path.split("/", 3)[3], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a-quite-different-one"})
    assert not is_signed_in(client)


def test_recovery_codes_come_as_a_file_of_their_own(confirmed_client, with_app):
    answer = confirmed_client.get(reverse("mfa_download_recovery_codes"))
    assert "attachment" in answer["Content-Disposition"]
    assert with_app.get_unused_codes()[0] in answer.content.decode()


def test_new_codes_void_the_old_ones(confirmed_client, ann, with_app):
    old = with_app.get_unused_codes()
    confirmed_client.post(reverse("mfa_generate_recovery_codes"))
    new = Authenticator.objects.get(user=ann, type="recovery_codes").wrap().get_unused_codes()
    assert not set(old) & set(new)


def test_disconnecting_the_app_takes_the_recovery_codes_along_and_tells_by_mail(confirmed_client, ann, with_app, mails):
    confirmed_client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=ann).exists()
    assert mails()[-1].to == ann


def test_a_confirmation_wears_off(confirmed_client, with_app):
    session = confirmed_client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 3600
    session.save()
    assert confirmed_client.get(reverse("mfa_deactivate_totp")).status_code == 302
    assert confirmed_client.get(reverse("mfa_view_recovery_codes")).status_code == 302


def test_who_is_asked_whether_it_is_them_may_choose_the_way(ann_client, with_app):
    page = ann_client.get(reverse("mfa_reauthenticate")).content.decode()
    assert reverse("account_reauthenticate") in page


@pytest.mark.parametrize("name", ["mfa_index", "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_list_webauthn"])
def test_a_stranger_is_led_to_sign_in(client, name):
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))
