import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

NEW = {"name": "Nia Newcomer", "email": "nia@cxpa.example", "password1": "maps-and-more-maps"}


@pytest.fixture
def link(client, mails):
    """The address in the letter that joining sent."""
    client.post(reverse("account_signup"), NEW)
    return re.search(r"/accounts/confirm-email/[^/\s]+/", mails()[-1].text).group(0)


def is_confirmed():
    return EmailAddress.objects.get(email=NEW["email"]).verified


def test_opening_the_link_asks_and_changes_nothing(client, link):
    page = client.get(link)
    assert NEW["email"] in page.content.decode()
    assert not is_confirmed()


def test_saying_yes_in_the_same_browser_signs_in(client, link):
    answer = client.post(link)
    assert answer.url == reverse("home")
    assert is_confirmed()
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_saying_yes_elsewhere_confirms_and_leads_to_sign_in(link):
    elsewhere = Client()
    assert elsewhere.post(link).url == reverse("account_login")
    assert is_confirmed()
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_the_way_someone_was_heading_survives_the_mail(client, mails):
    client.post(reverse("account_signup"), NEW | {"next": "/accounts/profile/"})
    link = re.search(r"/accounts/confirm-email/[^/\s]+/", mails()[-1].text).group(0)
    assert client.post(link).url == "/accounts/profile/"


def test_a_link_that_is_worn_out_says_so_and_offers_the_next_step(client):
    page = client.get(reverse("account_confirm_email", args=["MTM:nonsense:nonsense"]))
    assert page.status_code == 200
    assert reverse("account_login") in page.content.decode()


def test_signing_in_before_it_is_confirmed_leads_back_to_the_mail(client, link):
    answer = Client().post(reverse("account_login"), {"login": NEW["email"], "password": NEW["password1"]})
    assert answer.url == reverse("account_email_verification_sent")
