"""Stopping a kind of letter: from the letter, from the mail program, from the preferences."""

import pytest
from django.urls import reverse

from members.mail.models import Stop, stop_token
from members.mail.preferences import is_stopped

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


def test_the_mail_programs_own_button_needs_no_cookie(client, ann, url):
    client.handler.enforce_csrf_checks = True
    client.post(url, {"List-Unsubscribe": "One-Click"})
    client.post(url, {"List-Unsubscribe": "One-Click"})
    assert Stop.objects.filter(person=ann, kind=KIND).count() == 1


@pytest.mark.parametrize("token", ["nonsense", "WzEsInNhbXBsZS9uZXdzIl0:forged"])
def test_a_forged_token_finds_nothing(client, ann, token):
    assert client.post(reverse("mail:stop", args=[token])).status_code == 404
    assert not Stop.objects.exists()


def test_the_token_of_someone_who_left_does_no_harm(client):
    assert client.post(reverse("mail:stop", args=[stop_token(10**9, KIND)])).status_code == 302
    assert not Stop.objects.exists()


def test_the_table_of_preferences_stops_and_resumes(ann_client, ann):
    ann_client.post(reverse("mail:preferences"), {})
    assert is_stopped(ann.pk, KIND)
    ann_client.post(reverse("mail:preferences"), {"wanted": [KIND]})
    assert not is_stopped(ann.pk, KIND)


def test_what_must_arrive_is_not_offered(ann_client):
    assert "signing in" not in ann_client.get(reverse("mail:preferences")).content.decode()
