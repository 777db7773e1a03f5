"""A mailbox on another server, read by IMAP: MAIL_IN_IMAP is imaps://user:password@host:993/INBOX?done=Taken."""

import imaplib
import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from ..arriving import arrive, too_large
from ..reading import LARGEST

MOST = 200  # at one go; the next comes in a minute
TIMEOUT = 30  # seconds
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mailbox:
    """Where it is. `done` is the folder to which goes what was taken in."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    done: str = "Taken"
    is_secure: bool = True

    @classmethod
    def at(cls, url):
        """The Mailbox of an address such as `imaps://user:password@host/INBOX?done=Taken`. Plain `imap://` is secured
        by STARTTLS, but on this very machine."""
        parts = urlsplit(url)
        is_secure = parts.scheme == "imaps"
        return cls(
            host=parts.hostname or "",
            port=parts.port or (993 if is_secure else 143),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            done=parse_qs(parts.query).get("done", ["Taken"])[0],
            is_secure=is_secure,
        )

    def open(self):
        """A connection that is signed in, with the folder open."""
        if self.is_secure:
            connection = imaplib.IMAP4_SSL(self.host, self.port, timeout=TIMEOUT)
        else:
            connection = imaplib.IMAP4(self.host, self.port, timeout=TIMEOUT)
            if self.host not in ("localhost", "127.0.0.1", "::1"):
                connection.starttls()
        connection.login(self.user, self.password)
        _sure(connection.select(_quoted(self.folder)))
        return connection


def fetch():
    """Take in what waits in the mailbox, and move each to the folder of those done; returns how many.

    Each is kept before it is moved. Where the line breaks in between it is fetched again, and counts once.
    """
    if not settings.MAIL_IN_IMAP:
        return 0
    mailbox = Mailbox.at(settings.MAIL_IN_IMAP)
    count, connection = 0, None
    try:
        connection = mailbox.open()
        for uid in _waiting(connection)[:MOST]:
            _take_in(connection, uid)
            _put_away(connection, uid, mailbox.done)
            count += 1
    except (imaplib.IMAP4.error, OSError) as error:
        logger.error("The mailbox at %s cannot be read: %s", mailbox.host, error)
    finally:
        if connection is not None:
            with suppress(imaplib.IMAP4.error, OSError):
                connection.logout()
    return count


def _waiting(connection):
    found = _sure(connection.uid("SEARCH", "UNDELETED"))
    return [int(uid) for line in found if line for uid in line.split()]


def _take_in(connection, uid):
    size = _SIZE.search(b" ".join(_flat(_sure(connection.uid("FETCH", str(uid), "(RFC822.SIZE)")))))
    size = int(size[1]) if size else 0
    part = "(BODY.PEEK[HEADER])" if size > LARGEST else "(BODY.PEEK[])"
    found = _sure(connection.uid("FETCH", str(uid), part))
    raw = next((each[1] for each in found if isinstance(each, tuple)), None)
    if raw is None:  # another client has taken it away
        return
    if size > LARGEST:
        too_large(raw, size, source="imap")
    else:
        arrive(raw, source="imap")


def _put_away(connection, uid, folder):
    """Move it; in the three steps that MOVE (RFC 6851) is made of where the server does not know that."""
    uid = str(uid)
    with suppress(imaplib.IMAP4.error):
        connection.create(_quoted(folder))  # it is there already, most of the time
    if "MOVE" in connection.capabilities:
        _sure(connection.uid("MOVE", uid, _quoted(folder)))
        return
    _sure(connection.uid("COPY", uid, _quoted(folder)))
    _sure(connection.uid("STORE", uid, "+FLAGS", r"(\Deleted \Seen)"))
    _sure(connection.expunge())


def _flat(found):
    for each in found:
        yield from each if isinstance(each, tuple) else [each or b""]


def _sure(answer):
    """What an answer holds. Raises where the server said no."""
    said, data = answer
    if said != "OK":
        raise imaplib.IMAP4.error(f"{said}: {data!r}"[:300])
    return data


def _quoted(name):
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
