"""What is done for speed changes no letter: what many get is written once, and each has their own links."""

import email
import email.policy

import pytest

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import Mail
from members.mail.outbox import send_to_many
from members.mail.writing import message_of

from .server import Server

pytestmark = pytest.mark.django_db

KIND = "sample/news"
NEWS = {"subject": "a journey nobody owns", "words": "Grüße, 北京.", "url": "http://portal.example/1/"}


def test_a_letter_arrives_as_it_was_written(settings, ann):
    with Server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        send_to_many(KIND, people=[ann], key="post:1", **NEWS)
        deliver_due()
    found = email.message_from_bytes(server.taken[0][1].encode(), policy=email.policy.default)
    assert "Grüße, 北京." in found.get_body(("plain",)).get_content()
    assert found["From"] == settings.DEFAULT_FROM_EMAIL
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_that_many_get_is_written_once_and_stopped_by_each_alone(ann, eli):
    send_to_many(KIND, people=[ann, eli], key="post:1", **NEWS)
    shared = {}
    letters = {mail.to: message_of(mail, shared=shared) for mail in Mail.objects.select_related("to")}
    assert len(shared) == 1
    for mail in Mail.objects.select_related("to"):
        alone = message_of(mail)
        assert (alone.body, alone.alternatives) == (letters[mail.to].body, letters[mail.to].alternatives)
    assert letters[ann].body != letters[eli].body, "each has a link of their own"


def test_a_letter_that_names_its_reader_is_written_for_each(ann, eli):
    kinds.register("sample/named", label="Named", reason="You are named.")
    send_to_many("sample/named", people=[ann, eli], key="post:1", **NEWS)
    shared = {}
    letters = {mail.to: message_of(mail, shared=shared).body for mail in Mail.objects.select_related("to")}
    assert shared == {}
    assert ann.name in letters[ann]
    assert eli.name in letters[eli]
