import re

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

pytestmark = pytest.mark.django_db
NEW = "ann.okafor@cxpa.example"


@pytest.fixture
def confirmed_client(ann_client, password):
    """Ann's browser just after she showed that it is her."""
    ann_client.post(reverse("account_reauthenticate"), {"password": password})
    return ann_client


def ask(client, address=NEW):
    return client.post(reverse("account_email"), {"email": address, "action_add": ""})


def link_in(letter):
    return re.search(r"/accounts/confirm-email/[^/\s]+/", letter.text).group(0)


def test_it_asks_first_whether_it_is_you_and_then_goes_on_with_what_was_typed(ann_client, ann, password, mails):
    proof = ask(ann_client).url
    assert proof.startswith(reverse("account_reauthenticate"))
    ann_client.post(reverse("account_reauthenticate"), {"password": password, "next": reverse("account_email")})
    assert mails()[-1].address == NEW


def test_until_the_link_is_opened_everything_stays_with_the_old_one(confirmed_client, ann, mails):
    ask(confirmed_client)
    ann.refresh_from_db()
    assert ann.email == "ann@cxpa.example"
    page = confirmed_client.get(reverse("account_email")).content.decode()
    assert NEW in page
    assert "ann@cxpa.example" in page


def test_opening_the_link_and_saying_yes_changes_it_and_tells_the_old_one(confirmed_client, ann, mails):
    ask(confirmed_client)
    confirmed_client.post(link_in(mails()[-1]))
    ann.refresh_from_db()
    assert ann.email == NEW
    assert [row.email for row in EmailAddress.objects.filter(user=ann)] == [NEW]
    assert NEW in mails(address="ann@cxpa.example")[-1].text


def test_it_can_be_called_off(confirmed_client, ann):
    ask(confirmed_client)
    confirmed_client.post(reverse("account_email"), {"email": NEW, "action_remove": ""})
    assert not EmailAddress.objects.filter(email=NEW).exists()


def test_the_link_can_be_sent_again(confirmed_client, mails):
    ask(confirmed_client)
    confirmed_client.post(reverse("account_email"), {"email": NEW, "action_send": ""})
    assert {letter.address for letter in mails()} == {NEW}


def test_an_address_that_is_no_address_comes_back_as_it_was_typed(confirmed_client):
    page = ask(confirmed_client, "ann at cxpa")
    assert page.context["form"].errors["email"]
    assert "ann at cxpa" in page.content.decode()


def test_the_address_of_another_account_is_never_taken_over(confirmed_client, ann, cleo, mails):
    ask(confirmed_client, cleo.email)
    for letter in mails(address=cleo.email):
        if "/confirm-email/" in letter.text:
            confirmed_client.post(link_in(letter))
    ann.refresh_from_db()
    assert ann.email == "ann@cxpa.example"


def test_a_stranger_is_led_to_sign_in(client):
    assert ask(client).url.startswith(reverse("account_login"))
