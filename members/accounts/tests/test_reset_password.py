import re

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
NEW = "a-quite-different-one"


@pytest.fixture
def link(client, ann, mails):
    client.post(reverse("account_reset_password"), {"email": ann.email})
    return re.search(r"/accounts/password/reset/key/\S+", mails()[-1].text).group(0)


def choose(client, link, password=NEW):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password})


def test_the_link_opens_a_form_and_the_new_password_signs_in(client, ann, link):
    assert choose(client, link).url == reverse("home")
    ann.refresh_from_db()
    assert ann.check_password(NEW)


def test_the_person_is_told_by_mail(client, ann, link, mails):
    choose(client, link)
    letter = mails()[-1]
    assert letter.address == ann.email
    assert reverse("usersessions_list") in letter.text


def test_it_works_once(client, link):
    choose(client, link)
    page = Client().get(link)
    assert page.context["token_fail"]
    assert reverse("account_reset_password") in page.content.decode()


def test_opening_the_link_changes_nothing(client, ann, link, password):
    client.get(link, follow=True)
    ann.refresh_from_db()
    assert ann.check_password(password)


def test_a_weak_password_is_refused_beside_its_field(client, ann, link, password):
    page = choose(client, link, "ann")
    assert page.context["form"].errors["password1"]
    ann.refresh_from_db()
    assert ann.check_password(password)


def test_an_unknown_address_sees_the_same_page_and_gets_a_letter_that_says_so(client, link, mails):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@cxpa.example"})
    assert answer.url == reverse("account_reset_password_done")
    assert reverse("account_signup") in mails(address="nobody@cxpa.example")[0].text


def test_a_suspended_person_gets_no_link(client, sam, mails):
    client.post(reverse("account_reset_password"), {"email": sam.email})
    assert "/password/reset/key/" not in "".join(letter.text for letter in mails())


def test_a_person_changes_the_password_and_other_browsers_are_signed_out(client_of, ann, password):
    here, there = client_of(ann), client_of(ann)
    here.post(reverse("account_change_password"), {"oldpassword": password, "password1": NEW})
    assert here.get(reverse("accounts:profile")).status_code == 200
    assert there.get(reverse("accounts:profile")).status_code == 302


def test_changing_it_needs_the_one_they_have(ann_client, ann, password):
    page = ann_client.post(reverse("account_change_password"), {"oldpassword": "guess", "password1": NEW})
    assert page.context["form"].errors["oldpassword"]
    ann.refresh_from_db()
    assert ann.check_password(password)


def test_who_has_none_chooses_a_first_one(client_of, make_person):
    person = make_person(name="Kai Import")
    client = client_of(person)
    assert client.get(reverse("account_change_password")).url == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)
