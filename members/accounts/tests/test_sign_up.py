import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

pytestmark = pytest.mark.django_db
Person = get_user_model()

NEW = {"name": "Nia Newcomer", "email": "nia@cxpa.example", "password1": "maps-and-more-maps"}


def join(client, **changes):
    return client.post(reverse("account_signup"), NEW | changes)


def test_joining_asks_for_a_name_an_address_and_a_password_and_nothing_else(client):
    page = client.get(reverse("account_signup"))
    assert list(page.context["form"].fields) == ["name", "email", "password1"]


def test_a_stranger_joins_and_is_asked_to_open_the_mail(client, mails):
    answer = join(client)
    assert answer.url == reverse("account_email_verification_sent")
    assert Person.objects.get(email="nia@cxpa.example").name == "Nia Newcomer"
    [letter] = mails()
    assert (letter.address, letter.to.name) == ("nia@cxpa.example", "Nia Newcomer")


def test_nobody_is_signed_in_before_the_address_is_confirmed(client):
    join(client)
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_the_zone_of_the_browser_becomes_the_zone_of_the_account(client):
    client.cookies["tz"] = "Europe/Zurich"
    join(client)
    assert Person.objects.get(email="nia@cxpa.example").time_zone == "Europe/Zurich"


def test_a_zone_that_does_not_exist_is_left_aside(client):
    client.cookies["tz"] = "Middle-earth/Shire"
    join(client)
    assert Person.objects.get(email="nia@cxpa.example").time_zone == "UTC"


@pytest.mark.parametrize("slip", [{"password1": "short"}, {"password1": "1234567890"}, {"name": ""}, {"email": "nia"}])
def test_a_slip_is_named_beside_its_field_and_the_rest_stays(client, slip):
    page = join(client, **slip)
    [field] = slip
    assert page.context["form"].errors[field]
    kept = {"name", "email"} - {field}
    assert all(NEW[name] in page.content.decode() for name in kept)
    assert not Person.objects.filter(email="nia@cxpa.example").exists()


def test_an_address_with_an_account_gets_a_letter_and_the_page_tells_nobody(client, ann, mails):
    answer = join(client, email=ann.email.upper())
    assert answer.url == join(client, email="other@cxpa.example").url
    assert Person.objects.filter(email__iexact=ann.email).count() == 1
    assert reverse("account_reset_password") in mails(address=ann.email)[0].text


def test_joining_twice_with_one_click_makes_one_account(client):
    join(client)
    join(client)
    assert Person.objects.filter(email="nia@cxpa.example").count() == 1


def test_who_is_signed_in_is_led_home(ann_client):
    assert ann_client.get(reverse("account_signup")).url == reverse("home")
