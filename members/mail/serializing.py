"""A message of Django's as the mail server gets it: byte for byte as Django and Python write it, in half the time.

Most of theirs goes into folding headers, of which all but a few stand in every letter of a kind, and into compiling an
expression that looks for a boundary nobody uses.
"""

import secrets
from email.generator import NLCRE, BytesGenerator
from email.policy import Compat32
from functools import lru_cache
from io import BytesIO

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import SafeMIMEMultipart

OWN = {"to", "reply-to", "message-id", "list-unsubscribe", "date"}  # headers of one letter alone
BOUNDARY = f"==============={secrets.randbelow(10**19):019}=="  # as Python makes them
BLANK = b"\r\n\r\n"


def bytes_of(message):
    """The bytes of a Django EmailMultiAlternatives, with the line ends of SMTP. Of twins (wording.py) the body is
    written once."""
    twins = None if message.attachments else getattr(message, "twins", None)
    if twins is None:
        return _flat(message.message())
    if body := twins.body_for(message.stop_token):
        return _flat(_Head(message).message()).partition(BLANK)[0] + BLANK + body
    whole = _flat(message.message())
    body = whole.partition(BLANK)[2]
    if body.startswith(f"--{BOUNDARY}".encode()):
        twins.keep(body, message.stop_token)
    return whole


class _Head(EmailMultiAlternatives):
    """The headers of a message whose body is there."""

    def __init__(self, of):
        super().__init__(of.subject, "", of.from_email, of.to, headers=of.extra_headers, reply_to=of.reply_to)

    def _create_message(self, msg):
        return SafeMIMEMultipart("alternative", BOUNDARY, encoding=msg.encoding)


def _flat(message):
    written = BytesIO()
    _Generator(written, mangle_from_=False, policy=POLICY).flatten(message, linesep="\r\n")
    return written.getvalue()


class _Generator(BytesGenerator):
    def _write_lines(self, lines):
        if lines:
            self.write(NLCRE.sub(self._NL, lines))

    @classmethod
    def _make_boundary(cls, text=None):
        if text is None or BOUNDARY.encode() in text:
            return super()._make_boundary(text)
        return BOUNDARY


class _RememberingPolicy(Compat32):
    """The policy of Django's messages; it remembers how headers are folded."""

    def fold_binary(self, name, value):
        if not isinstance(value, str) or name.lower() in OWN:
            return super().fold_binary(name, value)
        return _folded(self.linesep, name, value)


POLICY = _RememberingPolicy()


@lru_cache(1_000)
def _folded(linesep, name, value):
    return Compat32(linesep=linesep).fold_binary(name, value)
