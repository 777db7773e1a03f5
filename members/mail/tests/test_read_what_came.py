"""A letter that somebody answers is read as they wrote it: their own words, in whatever program they wrote them."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as some

from members.mail.incoming.automatic import bounces_in, why_automatic
from members.mail.incoming.headers import message_in
from members.mail.incoming.own_words import own_words
from members.mail.incoming.reading import envelope_of, words_of

LETTERS = Path(__file__).parent / "letters"
ANSWERS = sorted(path.stem for path in LETTERS.glob("*.eml"))
MACHINES = sorted(path.stem for path in (LETTERS / "machines").glob("*.eml"))
US = "reply+t1.2.3.abcdefgh23456723@in.cxpa.example"


@pytest.fixture(autouse=True)
def _takes_mail(settings):
    settings.MAIL_IN_HOST = "in.cxpa.example"


def raw_of(name):
    return (LETTERS / f"{name}.eml").read_bytes()


@pytest.mark.parametrize("name", ANSWERS)
def test_the_words_of_an_answer_are_those_its_writer_wrote(name):
    expected = (LETTERS / f"{name}.txt").read_text().rstrip("\n")
    message = message_in(raw_of(name))
    found = words_of(message)
    assert found.text == expected
    assert bool(found.refusal) == (expected == "")
    assert why_automatic(message) == ""


@pytest.mark.parametrize("name", ANSWERS)
def test_who_wrote_and_to_which_address_is_known_before_it_is_read(name):
    about = envelope_of(raw_of(name))
    assert about.sender == "ann@cxpa.example"
    assert about.ours == [US]
    assert about.message_id == "<1@mail.example.org>"


@pytest.mark.parametrize("name", MACHINES)
def test_what_no_person_wrote_is_known_by_its_headers(name):
    assert why_automatic(message_in(raw_of(f"machines/{name}"))) != ""


def test_a_letter_that_came_back_says_which_and_why():
    (bounce,) = bounces_in(message_in(raw_of("machines/bounce_postfix")))
    assert bounce.message_id == "<ORIGINAL>"
    assert bounce.is_final
    assert bounce.why.endswith("rejected: User unknown")


def test_a_delay_is_not_the_end():
    raw = raw_of("machines/bounce_postfix").replace(b"Action: failed", b"Action: delayed").replace(b"5.1.1", b"4.2.2")
    (bounce,) = bounces_in(message_in(raw))
    assert not bounce.is_final


def test_pictures_of_the_text_and_files_come_along_and_those_of_signatures_do_not():
    files = words_of(message_in(raw_of("pictures"))).files
    assert [file.name for file in files] == ["map.png", "notes.txt"]
    assert files[1].read() == b"Ask the shops first.\n"[:-1]


def test_the_title_is_the_subject_without_its_prefixes():
    message = EmailMessage()
    message["Subject"] = "Re: AW: [x] Who owns it?"
    message.set_content("Nobody.")
    assert words_of(message).title == "[x] Who owns it?"


def test_an_encrypted_mail_is_refused_with_that():
    raw = raw_of("gmail_phone_german").replace(b"text/plain", b"multipart/encrypted; boundary=x")
    assert "encrypted" in words_of(message_in(raw)).refusal


def test_code_keeps_its_shape_in_html_too():
    message = EmailMessage()
    message.set_content("<p>So:</p><pre>if late:\n    ask()</pre>", subtype="html")
    assert "if late:\n    ask()" in words_of(message).text


@pytest.mark.parametrize(
    "words",
    [
        "Thanks,\nI would also ask the people in the shops about this.",
        "Best,\nif you ask me, is the number of calls.\n\nIt tells more than a survey does.",
        "- one\n- two\n- three",
        "From: the shops\nthis is what they say.",
        "He sent from my desk a letter, and nobody read it.\n\nThat was the end of it.",
        "On 3 November our chairman wrote:\nnobody owns a journey.",
        "In 2024 the CXPA Community said:\npeople own people.",
        "Regards to everybody, and P.S. the map is wrong.",
        "First.\n\n---\n\nSecond.",
    ],
)
def test_no_word_for_readers_is_taken_for_a_signature_or_a_quote(words):
    assert own_words(words) == words


@pytest.mark.parametrize(
    "closing",
    [
        "Kind regards,\nAnn Okafor\n+44 20 7946 0018",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "-- \nAnn",
        "--\nAnn\nHead of CX",
        "Atentamente,\n\nAnn Okafor",
        "よろしくお願いします\n佐藤",
        "Pozdrawiam\nAnna",
        "Get Outlook for Android",
        "Diese E-Mail ist vertraulich und nur für die genannten Personen bestimmt.",
    ],
)
def test_what_stands_below_is_left_out(closing):
    assert own_words(f"Nobody does, in ours.\n\n{closing}") == "Nobody does, in ours."


@pace(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.binary(max_size=400))
def test_no_bytes_make_it_raise(noise):
    raw = raw_of("pictures")
    middle = len(noise) * 7 % len(raw)
    for each in (noise, raw[:middle] + noise + raw[middle:], raw.replace(b"utf-8", noise[:20].replace(b"\n", b""))):
        envelope_of(each)
        message = message_in(each)
        why_automatic(message)
        bounces_in(message)
        assert "\x00" not in words_of(message).text


LINES = ["> a", "", "On 3 Nov 2026, x <a@b.c> wrote:", "-- ", "Best,", "Ann", "words", "```"]


@pace(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.lists(some.sampled_from(LINES)))
def test_no_lines_make_it_raise_and_none_are_made_up(lines):
    found = own_words("\n".join(lines))
    assert {line for line in found.split("\n") if line} <= {line.rstrip() for line in lines} | {"> a"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"From: \xff\xfe@@@<>\nTo: ,,;;\nSubject: =?x?q?=ff?=\n\n",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_500)),
        b"Content-Type: text/html\n\n" + b"<table><tr><td>" * 3_000,
        b"Content-Type: text/plain\n\n" + b"On " + b"x" * 100_000 + b" wrote:",
        b"Content-Type: text/plain\n\n" + b">" * 200_000,
        b"Content-Type: text/plain\n\n" + b"From: a\n" * 3_000,
        b"Content-Type: text/plain; charset=idna\n\nabc",
        b"Content-Type: text/plain; charset=utf-7\n\n+AAA-",
        b"Content-Transfer-Encoding: base64\nContent-Type: text/plain\n\n!!!!",
        b"Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n",
    ],
)
def test_a_message_made_to_hurt_is_read_quickly_or_refused(raw):
    envelope_of(raw)
    message = message_in(raw)
    why_automatic(message)
    bounces_in(message)
    found = words_of(message)
    assert "\x00" not in found.text
