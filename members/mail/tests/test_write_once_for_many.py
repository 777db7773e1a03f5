"""What is done for speed changes no letter: what many get is written once, and each has their own links."""

import email
import email.policy
import re

import pytest

from members.mail import kinds
from members.mail.delivery import deliver_due
from members.mail.models import Mail
from members.mail.outbox import send_to_many
from members.mail.serializing import BOUNDARY, bytes_of
from members.mail.smtp import address_in
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


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("Plain", "Words."),
        ("Über " + "Grüße und 北京 " * 12, "Grüße, 北京.\n\n.\nFrom here on\n"),
        ("Long lines", "x" * 2_000),
        ("A line end of every kind", "one\r\ntwo\rthree\n\n\nfour"),
        pytest.param("With the boundary in it", f"--{BOUNDARY}--", id="boundary"),  # another in each process
    ],
)
def test_it_leaves_as_django_would_write_it(ann, subject, words):
    send_to_many(KIND, people=[ann], key="post:1", subject=subject, words=words, url="http://portal.example/1/")
    message = message_of(Mail.objects.get())
    message.extra_headers["Date"] = "Sun, 22 Nov 2026 12:00:00 -0000"
    for attached in [False, True]:
        if attached:
            message.attach("notes.txt", "Notes.", "text/plain")
        for _again in range(2):  # from what was remembered, too
            assert _alike(bytes_of(message)) == _alike(message.message().as_bytes(linesep="\r\n"))


@pytest.mark.parametrize(
    "words", ["Grüße, 北京.", "x" * 790, "x" * 2_000, pytest.param(f"--{BOUNDARY}", id="boundary")]
)
def test_what_many_get_leaves_for_each_as_django_would_write_it_for_them_alone(make_person, words):
    people = [make_person() for _number in range(3)]
    send_to_many(KIND, people=people, key="post:1", **NEWS | {"words": words})
    shared = {}
    for mail in Mail.objects.select_related("to"):
        message, alone = message_of(mail, shared=shared), message_of(Mail.objects.get(pk=mail.pk))
        message.extra_headers["Date"] = alone.extra_headers["Date"] = "Sun, 22 Nov 2026 12:00:00 -0000"
        assert _alike(bytes_of(message)) == _alike(alone.message().as_bytes(linesep="\r\n"))


def test_a_text_that_holds_the_boundary_gets_another(ann):
    send_to_many(KIND, people=[ann], key="post:1", **NEWS | {"words": f"--{BOUNDARY}"})
    whole = email.message_from_bytes(bytes_of(message_of(Mail.objects.get())), policy=email.policy.default)
    assert whole.get_boundary() != BOUNDARY
    assert f"--{BOUNDARY}" in whole.get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("ann@cxpa.example", "ann@cxpa.example"),
        ("Ann <ann+cx@cxpa.example>", "ann+cx@cxpa.example"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_written_as_smtp_knows_it(written, address):
    assert address_in(written) == address


def _alike(whole):
    """Without the number in boundaries, which is drawn anew by Python."""
    return re.sub(rb"={15}\d{19}==", b"boundary", whole)
