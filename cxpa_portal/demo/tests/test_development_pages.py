"""The pages for whoever develops the portal: who can sign in, and the outgoing mail."""

import pytest
from django.urls import NoReverseMatch, reverse

from cxpa_portal.demo import people
from cxpa_portal.demo.cast import PASSWORD, second_factor, the_cast
from members.mail.models import Mail

on = pytest.mark.urls("cxpa_portal.demo.tests.addresses")


@pytest.fixture
def letter(ann, eli, topic, told_at_once):
    """A letter to Ann that no worker has written yet."""
    topic.reply(by=eli, body="One owner for each step, *by name*.")
    return Mail.objects.get(to=ann)


@pytest.mark.parametrize("path", ["/development/", "/development/mail/", "/development/mail/1/html/"])
def test_without_debug_they_do_not_exist(client, db, path):
    assert client.get(path).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("development:mail")


@on
def test_the_sign_ins_show_the_cast_with_the_code_of_staff(client, db):
    page = client.get(reverse("development:sign_ins")).content.decode()
    assert all(role.email in page for role in the_cast())
    assert PASSWORD in page
    carol = next(role for role in the_cast() if role.key == "carol")
    code = second_factor(carol)
    assert code["now"] in page or second_factor(carol)["now"] in page


def test_a_code_lasts_half_a_minute_and_the_next_is_shown():
    carol = next(role for role in the_cast() if role.secret)
    before, after = second_factor(carol, now=1_800_000_029), second_factor(carol, now=1_800_000_030)
    assert before["seconds"] == 1
    assert after["seconds"] == 30
    assert before["next"] == after["now"]


@on
def test_the_mail_shows_the_newest_letter_first(client, letter, make_person):
    newer = Mail.objects.create(key="newer", kind="accounts", address="x@cxpa.example", subject="Your code", text="42")
    page = client.get(reverse("development:mail")).content.decode()
    assert page.index(reverse("development:letter", args=[newer.pk])) < page.index(
        reverse("development:letter", args=[letter.pk])
    )
    assert letter.address in page


@on
def test_the_outbox_costs_the_same_at_any_length(client, db, django_assert_num_queries):
    for number in range(30):
        Mail.objects.create(key=f"{number}", kind="accounts", address="x@cxpa.example", subject=f"Letter {number}")
    with django_assert_num_queries(1):
        client.get(reverse("development:mail"))


@on
def test_an_empty_outbox_says_what_will_stand_there(client, db):
    assert "No letter has been asked for yet" in client.get(reverse("development:mail")).content.decode()


@on
def test_a_letter_is_shown_with_headers_text_and_a_frame(client, letter, topic):
    response = client.get(reverse("development:letter", args=[letter.pk]))
    page = response.content.decode()
    assert "List-Unsubscribe" in page
    assert topic.title in page
    assert reverse("development:letter_html", args=[letter.pk]) in page
    assert "frame-src 'self'" in response["Content-Security-Policy"]
    assert "script-src 'self'" in response["Content-Security-Policy"]


@on
def test_the_html_of_a_letter_may_style_itself_and_run_nothing(client, letter):
    response = client.get(reverse("development:letter_html", args=[letter.pk]))
    policy = response["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert b"<em>by name</em>" in response.content
    assert b'<base target="_top">' in response.content


@on
def test_looking_at_a_letter_does_not_send_it(client, letter, mailoutbox):
    client.get(reverse("development:letter", args=[letter.pk]))
    letter.refresh_from_db()
    assert letter.state == Mail.QUEUED
    assert mailoutbox == []


@on
def test_a_letter_that_is_not_there_is_not_found(client, db):
    assert client.get(reverse("development:letter", args=[404])).status_code == 404


def test_the_quick_hash_of_the_password_opens_the_door_and_gives_way_to_a_slow_one(settings, make_person):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    person = make_person()
    person.password = people._hashed(PASSWORD)
    assert "$1$" in person.password
    assert not person.check_password("another")
    assert person.check_password(PASSWORD)
    person.refresh_from_db()
    assert "$1$" not in person.password
