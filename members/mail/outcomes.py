"""What became of one try to send a letter."""

from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_ATTEMPTS = 12  # with the pauses below: about a day and a half
PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
FULL_MAILBOX = timedelta(hours=1)  # nobody empties it within minutes


@dataclass(frozen=True)
class Outcome:
    """The state a letter is in from then on, and what goes with it."""

    state: str
    reason: str = ""
    sent_at: datetime | None = None
    due_at: datetime | None = None
    provider_id: str = ""


def sent(now, provider_id=""):
    """The mail server took it."""
    return Outcome("sent", sent_at=now, provider_id=provider_id)


def failed(why):
    """It will never be sent as it is; staff see it."""
    return Outcome("failed", why)


def bounced(why):
    """The address does not take it."""
    return Outcome("bounced", why)


def later(why, attempts, now, *, least=PAUSE):
    """Try again: after 1, 2, 4 … minutes (or `least`, doubled), at most 6 hours apart, then give up."""
    if attempts >= MOST_ATTEMPTS:
        return failed(why)
    pause = min(least * 2 ** max(attempts - 1, 0), LONGEST_PAUSE)
    return Outcome("retrying", why, due_at=now + pause)


def unanswered(why, attempts, now, *, must_arrive):
    """It may have arrived: sent again only when it must arrive (with the same Message-ID), else shown to staff."""
    return later(why, attempts, now) if must_arrive else Outcome("unknown", why)
