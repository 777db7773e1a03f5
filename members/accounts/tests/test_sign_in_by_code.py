import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

pytestmark = pytest.mark.django_db


def ask(client, address, **fields):
    return client.post(reverse("account_request_login_code"), {"email": address, **fields})


def answer_with(client, code, **fields):
    return client.post(reverse("account_confirm_login_code"), {"code": code, **fields})


def code_in(letter):
    return letter.subject.split()[0]


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_the_code_from_the_mail_signs_in(client, ann, mails):
    ask(client, ann.email)
    assert answer_with(client, code_in(mails()[-1])).url == reverse("home")
    assert is_signed_in(client)


def test_small_letters_do(client, ann, mails):
    ask(client, ann.email)
    answer_with(client, code_in(mails()[-1]).lower())
    assert is_signed_in(client)


def test_it_leads_where_they_were_heading(client, ann, mails):
    ask(client, ann.email, next="/accounts/profile/")
    assert answer_with(client, code_in(mails()[-1]), next="/accounts/profile/").url == "/accounts/profile/"


def test_it_works_in_the_browser_that_asked_and_nowhere_else(client, client_of, ann, mails):
    from django.test import Client

    ask(client, ann.email)
    elsewhere = Client()
    answer_with(elsewhere, code_in(mails()[-1]))
    assert not is_signed_in(elsewhere)


def test_a_wrong_code_is_told_and_the_third_ends_it(client, ann, mails):
    ask(client, ann.email)
    assert answer_with(client, "WRONG").context["form"].errors["code"]
    for _ in range(3):
        answer_with(client, "WRONG")
    answer_with(client, code_in(mails()[-1]))
    assert not is_signed_in(client)


def test_a_new_code_can_be_asked_for_and_the_old_one_is_void(client, ann, mails):
    ask(client, ann.email)
    old = code_in(mails()[-1])
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    new = code_in(mails()[-1])
    assert new != old
    assert answer_with(client, new).status_code == 302
    assert is_signed_in(client)


def test_an_unknown_address_sees_the_same_page_and_no_code_is_sent(client, ann, mails):
    assert ask(client, "nobody@cxpa.example").url == reverse("account_confirm_login_code")
    assert reverse("account_signup") in mails()[-1].text


def test_a_suspended_person_gets_no_code(client, sam, mails):
    ask(client, sam.email)
    assert "your code" not in "".join(letter.subject for letter in mails())


def test_who_never_confirmed_the_address_has_with_the_code(client, make_person, mails):
    person = make_person(name="Kai Import", email="kai@cxpa.example")
    ask(client, person.email)
    answer_with(client, code_in(mails()[-1]))
    assert is_signed_in(client)
    assert EmailAddress.objects.get(user=person).verified
