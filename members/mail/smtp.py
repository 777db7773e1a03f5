"""Django's SMTP backend, which also knows whether the text of a letter was on its way when something broke."""

import re

from django.conf import settings
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from .serializing import bytes_of

PLAIN = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+")  # says itself; Django's parser takes its time with it


class EmailBackend(smtp.EmailBackend):
    is_giving = False

    @property
    def connection_class(self):
        return _watched(super().connection_class, self)

    def send_messages(self, email_messages):
        self.is_giving = False
        return super().send_messages(email_messages)

    def _send(self, email_message):
        sender, *recipients = map(address_in, [email_message.from_email, *email_message.recipients()])
        self.connection.sendmail(sender, recipients, bytes_of(email_message))
        return True


def address_in(written):
    """The address alone of "Name <address>", as SMTP knows it."""
    address = written.rpartition("<")[2].removesuffix(">")
    return address if PLAIN.fullmatch(address) else sanitize_address(written, settings.DEFAULT_CHARSET)


def _watched(connection_class, backend):
    class Watched(connection_class):
        def data(self, message):
            # From here on nobody knows what became of it, until the server has answered.
            backend.is_giving = True
            answer = super().data(message)
            backend.is_giving = False
            return answer

    return Watched
