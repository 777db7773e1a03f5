"""What an error on the way to the mail server means: for the letter, and for those that wait behind it."""

import logging
import re
import smtplib
from dataclasses import dataclass
from enum import Enum

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused

ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
LONGEST_REASON = 500
logger = logging.getLogger(__name__)


class Means(Enum):
    LATER = "this letter, not now"
    FULL = "the mailbox is full"
    NEVER = "this letter, never"
    REFUSED = "this letter, not to this address"
    GONE = "no letter to this address"
    UNANSWERED = "it may have arrived"
    BROKEN = "the line broke before the letter was given"
    AWAY = "the server takes nothing now"


@dataclass(frozen=True)
class Answer:
    means: Means
    why: str
    line_is_gone: bool = False  # a new connection is needed before the next letter

    @property
    def is_of_the_letter(self):
        """Whether the server looked at this letter and said what it thinks of it."""
        return self.means not in (Means.AWAY, Means.BROKEN, Means.UNANSWERED)


def meaning_of(error, *, was_giving=False):
    """The Answer in an exception of a mail backend. `was_giving`: the text of the letter was on its way.

    4xx answers mean later, 5xx never (RFC 5321, 4.2.1); the enhanced codes of RFC 3463 tell a dead address from a
    letter that is not liked.
    """
    if isinstance(error, AnymailError):
        return _of_provider(error, was_giving)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        return _about_letter(code, _words(text), to_recipient=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _of_server(error)
    if not isinstance(error, OSError | smtplib.SMTPException):
        logger.error("A letter could not be given to the mail server", exc_info=error)
        return Answer(Means.NEVER, repr(error)[:LONGEST_REASON])  # of ours: it would be so at every try
    means = Means.UNANSWERED if was_giving else Means.BROKEN
    return Answer(means, f"The connection broke: {_said(error)}", True)


def _of_server(error):
    if isinstance(error, smtplib.SMTPSenderRefused):
        # Who may send is between the portal and its server: every other letter would be told the same.
        text = _words(error.smtp_error)
        return Answer(Means.NEVER if error.smtp_code == 552 else Means.AWAY, f"{error.smtp_code} {text}", True)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Answer(Means.AWAY, _said(error), True)
    return _about_letter(error.smtp_code, _words(error.smtp_error), to_recipient=False)


def _about_letter(code, text, *, to_recipient):
    why = f"{code} {text}"[:LONGEST_REASON]
    if code == 421:  # the server is closing
        return Answer(Means.AWAY, why, True)
    found = ENHANCED.search(text)
    subject, detail = (int(found[2]), int(found[3])) if found else (None, None)
    if (subject, detail) == (2, 2) or code == 452:
        return Answer(Means.FULL, why)
    if 400 <= code < 500:
        return Answer(Means.LATER, why)
    if subject == 1 or (subject, detail) in [(2, 1), (4, 3)]:
        return Answer(Means.GONE, why)  # no such mailbox or host; given up, or disabled
    if to_recipient and subject is None:
        return Answer(Means.REFUSED, why)  # likely no such mailbox, but it does not say so
    return Answer(Means.NEVER, why)


def _of_provider(error, was_giving):
    why = _said(error)
    if isinstance(error, AnymailRecipientsRefused):
        return Answer(Means.GONE, why)
    if not isinstance(error, AnymailAPIError):
        return Answer(Means.NEVER, why)
    code = getattr(error, "status_code", None)
    if code is None:
        return Answer(Means.UNANSWERED if was_giving else Means.BROKEN, why, True)
    # Not let in, not paid, too fast, or in trouble: it is not about this letter.
    is_away = code in (401, 402, 403, 429) or code >= 500
    return Answer(Means.AWAY if is_away else Means.NEVER, why)


def _words(text):
    text = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return " ".join(text.split())


def _said(error):
    return (_words(error) or repr(error))[:LONGEST_REASON]
