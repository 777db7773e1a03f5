"""From the letter to the topic and back, with a real mail server in between: as a member meets it."""

import smtplib
import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from forums.reading.models import Level, Reading, Reason
from members.mail.delivery import deliver_due
from members.mail.incoming.arriving import arrive
from members.mail.incoming.taking import work_through
from members.mail.models import Mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("takes_mail")]
TEXT = "In ours the branch managers own it."


class Sink:
    """A mail server that keeps what it is given, with who it is for."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - called so by aiosmtpd
        self.received.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


@pytest.fixture
def mail_server():
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        sink.port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


def send(mail_server, raw, to):
    """A member's mail program sends, and what the mail server took is handed to the portal."""
    with smtplib.SMTP("127.0.0.1", mail_server.port) as smtp:
        smtp.sendmail("eli@cxpa.example", [to], raw)
    recipients, content = mail_server.received[-1]
    arrive(content, source="test", to=recipients)
    work_through()


def test_an_answer_by_mail_arrives_as_a_post_and_a_refused_one_opens_as_a_draft(
    topic, ann, eli, new_page, raw_mail, mail_server, mailoutbox, clock
):
    Reading.watch(eli, topic, level=Level.EVERY, reason=Reason.CHOSE)
    topic.reply(by=ann, body="And who owns yours?")
    clock(timedelta(minutes=10))
    deliver_due()
    (address,) = next(message for message in mailoutbox if message.to == [eli.email]).reply_to

    send(mail_server, raw_mail(eli, address, f"{TEXT}\n\n-- \nEli Brandt"), address)
    page = new_page(eli)
    page.goto(topic.get_absolute_url())
    post = page.locator("#post-3")
    assert TEXT in post.inner_text()
    assert "by mail" in post.inner_text()
    assert "Eli Brandt\n" not in post.locator(".post-body").inner_text()

    topic.close(by=ann)
    send(mail_server, raw_mail(eli, address, "One thing more."), address)
    deliver_due()
    (letter,) = [message for message in mailoutbox if "is not posted" in message.subject]
    assert "This topic is closed" in letter.body
    page.goto(Mail.objects.get(kind="members/mail/incoming/refused").context["url"])
    assert page.locator("main textarea").input_value() == "One thing more."
