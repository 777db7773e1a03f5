import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def sign_in(client, address, password, **fields):
    return client.post(reverse("account_login"), {"login": address, "password": password, **fields})


def is_signed_in(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def test_a_person_signs_in_with_address_and_password(client, ann, password):
    assert sign_in(client, ann.email, password).url == reverse("home")
    assert is_signed_in(client)


def test_capitals_in_the_address_do_not_matter(client, ann, password):
    sign_in(client, "Ann@CXPA.example", password)
    assert is_signed_in(client)


def test_a_stranger_is_led_to_sign_in_and_then_where_they_were_heading(client, ann, password):
    heading = client.get(reverse("accounts:profile")).url
    assert heading == f"{reverse('account_login')}?next={reverse('accounts:profile')}"
    assert 'name="next" value="/accounts/profile/"' in client.get(heading).content.decode()
    assert sign_in(client, ann.email, password, next="/accounts/profile/").url == "/accounts/profile/"


def test_nobody_is_led_to_another_site(client, ann, password):
    assert sign_in(client, ann.email, password, next="https://elsewhere.example/").url == reverse("home")


def test_a_wrong_password_and_an_unknown_address_look_the_same(client, ann, password):
    wrong = sign_in(client, ann.email, "not-the-password")
    unknown = sign_in(client, "nobody@cxpa.example", password)
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert ann.email in wrong.content.decode()


def test_the_eleventh_guess_has_to_wait_and_the_page_says_nothing_is_locked(client, ann, password):
    for _ in range(10):
        sign_in(client, ann.email, "guess")
    page = sign_in(client, ann.email, password)
    assert not is_signed_in(client)
    assert page.context["form"].errors


def test_hammering_the_door_ends_in_a_page_of_our_own(client):
    answers = [sign_in(client, f"{number}@cxpa.example", "guess") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "429.html" in [template.name for template in answers[-1].templates]


def test_a_suspended_person_is_told_so_and_stays_outside(client, sam, password):
    page = client.get(sign_in(client, sam.email, password).url)
    assert "account/account_inactive.html" in [template.name for template in page.templates]
    assert not is_signed_in(client)


def test_a_session_ends_when_the_person_is_suspended(ann_client, ann):
    ann.is_active = False
    ann.save(update_fields=["is_active"])
    assert not is_signed_in(ann_client)


def test_signing_out_asks_first_and_ends_the_session(ann_client):
    assert ann_client.get(reverse("account_logout")).status_code == 200
    assert is_signed_in(ann_client)
    assert ann_client.post(reverse("account_logout")).url == reverse("home")
    assert not is_signed_in(ann_client)


def test_a_person_sees_their_browsers_by_name_and_signs_out_of_the_others(client, client_of, ann, password):
    other = client_of(ann)
    other.get(reverse("home"), HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    other.post(reverse("account_logout"))
    sign_in(other, ann.email, password)
    sign_in(client, ann.email, password)
    page = client.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    client.post(reverse("usersessions_list"))
    assert is_signed_in(client)
    assert not is_signed_in(other)
