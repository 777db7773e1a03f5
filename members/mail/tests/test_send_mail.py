"""A letter is asked for in a transaction and delivered after it: once, to people who want it."""

import smtplib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.mime.text import MIMEText

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.utils import timezone

from members.mail import delivery, kinds
from members.mail.delivery import deliver_due
from members.mail.models import Mail, Outage
from members.mail.outbox import send, send_rendered
from members.mail.preferences import stop

pytestmark = pytest.mark.django_db
KIND = "sample/news"
NEWS = {
    "subject": "a journey nobody owns",
    "words": "We gave it to the ops lead.",
    "url": "http://portal.example/discussions/1/posts/2/",
}


def ask(person, key="post:1", **changes):
    send(KIND, to=person, key=key, **NEWS | changes)


def test_a_letter_asked_for_is_delivered(ann, mails):
    ask(ann)
    assert deliver_due() == 1
    assert [message.to for message in django_mail.outbox] == [["ann@cxpa.example"]]
    assert mails()[0].state == Mail.SENT


def test_many_letters_wake_one_worker(ann, eli, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        for number in range(3):
            ask(ann, key=f"post:{number}")
            ask(eli, key=f"post:{number}")
    assert len(woken) == 1


def test_a_worker_is_woken_also_where_what_asked_first_was_taken_back(ann, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        with transaction.atomic():
            ask(ann)
            transaction.set_rollback(True)
        ask(ann, key="post:2")
    assert len(woken) == 1


def test_asking_twice_sends_once(ann, mails):
    ask(ann)
    ask(ann)
    deliver_due()
    deliver_due()
    assert (len(mails()), len(django_mail.outbox)) == (1, 1)


def test_what_was_rolled_back_is_not_sent(ann, mails):
    with transaction.atomic():
        ask(ann)
        transaction.set_rollback(True)
    assert mails() == []


def test_the_letter_can_be_read_as_text_and_as_html(ann):
    ask(ann)
    deliver_due()
    message = django_mail.outbox[0]
    assert "We gave it to the ops lead." in message.body
    assert NEWS["url"] in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert NEWS["url"] in html


def test_what_people_write_cannot_become_markup_in_a_letter(ann):
    ask(ann, words="<script>alert(1)</script> <b>bold</b>")
    deliver_due()
    html = django_mail.outbox[0].alternatives[0][0]
    assert "<script>" not in html
    assert "<b>bold" not in html


def test_a_letter_says_how_to_stop_it(ann, mails):
    ask(ann)
    deliver_due()
    headers = django_mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == f"<{mails()[0].stop_url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mails()[0].stop_url in django_mail.outbox[0].body


def test_a_letter_that_must_arrive_cannot_be_stopped(ann, mails):
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="Code", text="123", html="")
    assert mails()[0].stop_url == ""
    deliver_due()
    assert "List-Unsubscribe" not in django_mail.outbox[0].extra_headers


def test_who_stopped_a_kind_gets_none_and_staff_see_why(ann, mails):
    stop(ann.pk, KIND)
    ask(ann)
    assert deliver_due() == 0
    assert (mails()[0].state, mails()[0].reason) == (Mail.WITHHELD, "The person chose not to get this by mail.")


class Refusing(EmailBackend):
    """A mail server that answers with `error`."""

    error = None

    def send_messages(self, messages):
        raise self.error


def refuse_with(monkeypatch, error):
    monkeypatch.setattr(Refusing, "error", error)
    monkeypatch.setattr("members.mail.delivery.get_connection", Refusing)


def test_not_now_is_tried_again_later_with_the_same_message_id(ann, mails, monkeypatch):
    ask(ann)
    with monkeypatch.context() as broken:
        refuse_with(broken, smtplib.SMTPResponseException(451, b"later"))
        deliver_due()
    waiting = mails()[0]
    assert waiting.state == Mail.RETRYING
    assert deliver_due() == 0, "its next attempt is not due yet"
    assert deliver_due(now=timezone.now() + timedelta(minutes=2)) == 1
    assert django_mail.outbox[0].extra_headers["Message-ID"] == waiting.message_id


def test_never_is_not_tried_again(ann, mails, monkeypatch):
    ask(ann)
    refuse_with(monkeypatch, smtplib.SMTPResponseException(550, b"no such person"))
    deliver_due()
    assert mails()[0].state == Mail.FAILED
    assert "no such person" in mails()[0].reason


def test_a_broken_connection_leaves_a_reminder_unknown_and_a_code_to_be_sent_again(ann, mails, monkeypatch):
    ask(ann)
    send_rendered("accounts", key="k", to=ann, address=ann.email, subject="Code", text="123", html="")
    refuse_with(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    deliver_due()
    assert {mail.kind: mail.state for mail in mails()} == {KIND: Mail.UNKNOWN, "accounts": Mail.RETRYING}


def test_a_letter_that_cannot_be_written_does_not_hold_up_the_others(ann, eli, mails, monkeypatch):
    ask(ann)
    ask(eli)
    Mail.objects.filter(to=ann).update(kind="sample/no_such_letter")
    assert deliver_due() == 1
    assert {mail.to: mail.state for mail in mails()} == {ann: Mail.FAILED, eli: Mail.SENT}


def test_staff_ask_for_another_attempt(ann, carol, mails):
    ask(ann)
    mails()[0].failed("The server was asleep.")
    assert mails()[0].retry(by=carol)
    assert not mails()[0].retry(by=carol), "twice is once"
    assert deliver_due() == 1


def test_codes_leave_before_news(ann, eli):
    ask(ann)
    send_rendered("accounts", key="k", to=eli, address=eli.email, subject="Code", text="123", html="")
    deliver_due()
    assert [message.to for message in django_mail.outbox] == [[eli.email], [ann.email]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(ann, make_person):
    for number in range(30):
        ask(ann, key=f"post:{number}")

    def work(_):
        try:
            return deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(work, range(2))) == 30
    assert len(django_mail.outbox) == 30


@pytest.mark.django_db(transaction=True)
def test_many_letters_go_over_several_lines_each_once(ann, mails):
    for number in range(120):
        ask(ann, key=f"post:{number}")
    assert deliver_due(lines=3) == 120
    assert len({message.extra_headers["Message-ID"] for message in django_mail.outbox}) == 120
    assert {mail.state for mail in mails()} == {Mail.SENT}


def test_a_worker_with_many_letters_calls_another_once_and_with_few_none(ann, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 2)
    calls = []
    for number in range(7):
        ask(ann, key=f"post:{number}")
    assert deliver_due(call=lambda: calls.append("come")) == 7
    assert calls == ["come"]
    ask(ann, key="post:8")
    assert deliver_due(call=lambda: calls.append("come")) == 1
    assert calls == ["come"]


def test_while_the_server_is_away_nobody_is_called(ann, monkeypatch):
    """Who came would find that nothing can be sent, and call the next."""
    monkeypatch.setattr(delivery, "BATCH", 2)
    for number in range(7):
        ask(ann, key=f"post:{number}")
    Outage.meet("Nobody answers.", timezone.now())
    assert deliver_due(call=pytest.fail) == 0


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_workers_would_send_twice(ann):
    """The control: reading what is due and then sending it, as one would naively."""
    for number in range(10):
        ask(ann, key=f"post:{number}")
    now = timezone.now()
    first, second = list(Mail.objects.due(now)), list(Mail.objects.due(now))
    assert len(first) + len(second) == 20
    assert len(Mail.objects.claim(now, 100)) + len(Mail.objects.claim(now, 100)) == 10


def test_a_kind_may_send_a_calendar_entry_along(ann):
    def entry_for(context):
        part = MIMEText(f"SUMMARY:{context['subject']}", "calendar")
        part.add_header("Content-Disposition", "attachment", filename="event.ics")
        return [part]

    kinds.register(KIND, label="Sample news", reason="You follow the sample.", attach=entry_for)
    ask(ann)
    deliver_due()
    [entry] = [part for part in django_mail.outbox[0].message().walk() if part.get_content_type() == "text/calendar"]
    assert entry.get_filename() == "event.ics"
    assert NEWS["subject"] in entry.get_payload(decode=True).decode()
