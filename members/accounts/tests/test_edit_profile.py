import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Ann N. Okafor",
    "headline": "CX director",
    "city": "Lagos",
    "country": "NG",
    "time_zone": "Africa/Lagos",
}


def save(client, **changes):
    return client.post(reverse("accounts:profile"), PROFILE | changes)


def test_what_is_saved_is_what_others_see(ann_client, ann):
    assert save(ann_client).url == reverse("accounts:profile")
    ann.refresh_from_db()
    assert (ann.name, ann.city, ann.country.code, ann.time_zone) == ("Ann N. Okafor", "Lagos", "NG", "Africa/Lagos")


def test_a_slip_is_named_and_nothing_typed_is_lost(ann_client, ann):
    page = save(ann_client, name="A")
    assert page.context["form"].errors["name"]
    assert "CX director" in page.content.decode()
    ann.refresh_from_db()
    assert ann.name == "Ann Okafor"


@pytest.mark.parametrize("field", ["is_staff", "member_until", "email", "is_active"])
def test_nobody_gives_themselves_what_is_not_on_the_form(cleo_client, cleo, field):
    before = getattr(cleo, field)
    save(cleo_client, **{field: "2099-01-01" if field == "member_until" else "other@cxpa.example"})
    cleo.refresh_from_db()
    assert getattr(cleo, field) == before


def test_each_person_edits_their_own(ann_client, cleo):
    save(ann_client)
    cleo.refresh_from_db()
    assert cleo.name == "Cleo Marchetti"


def test_a_stranger_is_led_to_sign_in(client):
    assert save(client).url.startswith(reverse("account_login"))
