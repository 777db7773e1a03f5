"""From a Mail to the message that a mail program gets."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from .incoming.stopping import stop_address
from .kinds import kind_named
from .senders import sending_host


def message_of(mail, enclose=None, shared=None):
    """The e-mail message of a Mail, with its headers; writes its text first where that is still to do, and saves
    nothing.

    `enclose` gives the parts that go with it in place of what its kind would; `shared`: see wording.py.
    """
    if not mail.subject:
        mail.write(shared)
    kind = kind_named(mail.kind)
    message = EmailMultiAlternatives(
        mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.address], headers=_headers(mail, kind)
    )
    if mail.answer_address:
        message.reply_to = [mail.answer_address]
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    if attach := enclose or kind.attach:
        for part in attach(mail.context):
            message.attach(part)
    if mail.twins and mail.stop_token:
        message.twins, message.stop_token = mail.twins, mail.stop_token
    # For providers (django-anymail): by this, their webhooks tell which letter they mean.
    message.metadata = {"mail": str(mail.pk)}
    return message


def _headers(mail, kind):
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.stop_url:
        # RFC 8058: the mail program's own button, one POST, no cookie, no page in between.
        ways = [mail.stop_url]
        if address := stop_address(mail.to_id, mail.kind):
            ways.append(f"mailto:{address}?subject=Stop")
        headers["List-Unsubscribe"] = ", ".join(f"<{way}>" for way in ways)
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["List-Id"] = _list_id(mail, kind)
    return headers


def _list_id(mail, kind):
    """RFC 2919: the name by which a mail program sorts: one a kind, or what the kind names (a board)."""
    words, name = (kind.list_of and kind.list_of(mail.context)) or (kind.label, kind.name)
    name = "".join(
        each if each == "." or (each.isascii() and each.isalnum()) else "-" for each in name.replace("/", ".")
    )
    return formataddr((str(words), f"{name}.{sending_host()}"))
