"""Stopping a kind of letter: from the letter and from the mail program, without signing in."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import signing
from django.db import connection
from django.urls import reverse

from members.mail import kinds
from members.mail.kinds import Channel
from members.mail.models import Choice, stop_signer, stop_token
from members.mail.preferences import channels_of, choose, is_stopped

pytestmark = pytest.mark.django_db
KIND = "sample/news"


@pytest.fixture
def url(ann):
    return reverse("mail:stop", args=[stop_token(ann.pk, KIND)])


def test_opening_the_link_changes_nothing(client, ann, url):
    assert client.get(url).status_code == 200
    assert not is_stopped(ann.pk, KIND), "mail scanners follow links"


def test_the_button_stops_without_signing_in_and_can_be_undone(client, ann, url):
    client.post(url)
    assert is_stopped(ann.pk, KIND)
    client.post(url, {"undo": "1"})
    assert not is_stopped(ann.pk, KIND)


def test_the_mail_programs_own_button_needs_no_cookie_and_is_answered_at_once(client, ann, url):
    client.handler.enforce_csrf_checks = True
    answers = [client.post(url, {"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]
    assert answers == [200, 200], "mail programs do not follow a redirect"
    assert Choice.objects.get(person=ann, kind=KIND).channel == Channel.NEVER


def test_what_is_told_in_the_portal_too_waits_there(client, ann, url):
    kinds.register(KIND, label="Sample news", reason="You follow it.", channels=kinds.BY_MAIL_AND_NOTICE)
    client.post(url)
    assert channels_of(ann)[KIND] == Channel.NOTICE


def test_undoing_brings_back_what_was_chosen_before(client, ann, url):
    kinds.register(KIND, label="Sample news", reason="You follow it.", channels=kinds.BY_MAIL_AND_NOTICE)
    kinds.register("sample/other", label="Other news", reason="You follow it.", channel=Channel.DIGEST)
    other = reverse("mail:stop", args=[stop_token(ann.pk, "sample/other")])
    choose(ann, {"sample/other": Channel.NOW}, by=ann)
    client.post(other)
    assert channels_of(ann)["sample/other"] == Channel.NEVER
    client.post(other, {"undo": "1"})
    assert channels_of(ann)["sample/other"] == Channel.NOW


def test_what_is_gathered_is_not_called_stopped(client, ann, url):
    choose(ann, {KIND: Channel.DIGEST}, by=ann)
    assert "These are gathered in your letter" in client.get(url).content.decode()
    client.post(url)
    assert channels_of(ann)[KIND] == Channel.DIGEST, "an old letter's button takes nothing more away"
    client.post(url, {"undo": "1"})
    assert channels_of(ann)[KIND] == Channel.NOW


@pytest.mark.parametrize("token", ["nonsense", "WzEsInNhbXBsZS9uZXdzIl0:forged", "a:b:c"])
def test_a_forged_token_stops_nothing_and_says_so(client, ann, token):
    answer = client.post(reverse("mail:stop", args=[token]))
    assert answer.status_code == 404
    assert "This link is not whole" in answer.content.decode()
    assert not Choice.objects.exists()


def test_a_link_signed_for_something_else_stops_nothing(client, ann):
    forged = signing.Signer(salt="something.else").sign_object([ann.pk, KIND])
    assert client.post(reverse("mail:stop", args=[forged])).status_code == 404
    assert client.post(reverse("mail:stop", args=[stop_signer.sign_object([ann.pk, "no/such"])])).status_code == 404


def test_a_link_of_a_letter_that_must_come_stops_nothing(client, ann):
    client.post(reverse("mail:stop", args=[stop_token(ann.pk, "accounts")]))
    assert not Choice.objects.exists()


def test_the_token_of_someone_who_left_does_no_harm(client):
    url = reverse("mail:stop", args=[stop_token(10**9, KIND)])
    assert client.post(url).status_code == 302
    assert client.post(url, {"undo": "1"}).status_code == 302
    assert not Choice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_button_and_the_mail_program_at_once_stop_it_once(ann, url, client):
    def press(_number):
        try:
            return client.__class__().post(url, {"List-Unsubscribe": "One-Click"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert list(both.map(press, range(2))) == [200, 200]
    row = Choice.objects.get(person=ann, kind=KIND)
    assert (row.channel, row.before) == (Channel.NEVER, "")
