"""From the outbox to the mail server."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import timezone

from .kinds import kind_named
from .models import Mail

BATCH = 50
logger = logging.getLogger(__name__)


def deliver_due(now=None):
    """Deliver every letter due by `now`, batch by batch. Returns how many the mail server took.

    Safe to run at the same time anywhere: each letter is claimed by one worker, and that is committed
    before it is sent.
    """
    now = now or timezone.now()
    Mail.objects.settle_stuck(now)
    taken = 0
    while batch := Mail.objects.claim(now, BATCH):
        taken += _deliver(batch)
    return taken


def message_of(mail):
    """The e-mail message of a Mail, with its headers; renders it first where that is still to do."""
    mail.render()
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.stop_url:
        # RFC 8058: the mail program's own button, one POST, no cookie, no page in between.
        headers["List-Unsubscribe"] = f"<{mail.stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=headers
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if attach := kind_named(mail.kind).attach:
        for part in attach(mail.context):
            message.attach(part)
    return message


def _deliver(batch):
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        for mail in batch:
            mail.postponed(f"The mail server could not be reached: {error}")
        return 0
    try:
        return sum(_deliver_one(mail, connection) for mail in batch)
    finally:
        connection.close()


def _deliver_one(mail, connection):
    try:
        message = message_of(mail)
    except Exception as error:
        # A broken template must not hold up the other letters; staff see it and try again once it is mended.
        logger.exception("Mail %s cannot be written", mail.pk)
        mail.failed(f"It could not be written: {error!r}")
        return 0
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, _answer = next(iter(error.recipients.values()))
        _refused(mail, code, error)
    except smtplib.SMTPResponseException as error:
        _refused(mail, error.smtp_code, error)
    except (OSError, smtplib.SMTPException) as error:
        mail.went_unanswered(f"The connection broke: {error!r}")
        connection.close()
    else:
        mail.arrived()
        return 1
    return 0


def _refused(mail, code, error):
    """4xx answers mean later, 5xx never (RFC 5321, 4.2.1)."""
    if 400 <= code < 500:
        mail.postponed(str(error))
    else:
        mail.failed(str(error))
