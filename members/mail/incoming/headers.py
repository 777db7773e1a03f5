"""Asking a message for its headers and parts, whatever they hold: people send what no standard describes."""

import logging
import re
from contextlib import suppress
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy, compat32
from email.utils import getaddresses

MOST_PARTS = 200
logger = logging.getLogger(__name__)
_BARE = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+")


class _Patient(EmailPolicy):
    """Headers as the standards describe them; what the parser of those raises on is taken as plain words."""

    def header_fetch_parse(self, name, value):
        try:
            return super().header_fetch_parse(name, value)
        except Exception:  # it raises nearly anything on what it does not expect
            return _line(_decoded(value))


def message_in(raw):
    """The EmailMessage of the bytes `raw`; its headers alone where they are nested beyond reading."""
    raw = bytes(raw)
    if raw.lower().count(b"multipart/") > MOST_PARTS:
        return envelope_in(raw)
    try:
        return message_from_bytes(raw, policy=_Patient())
    except Exception:
        logger.exception("A message could not be parsed")
        return envelope_in(raw)


def envelope_in(raw):
    """The headers of the bytes `raw`, as a message without its parts."""
    try:
        return BytesParser(policy=_Patient()).parsebytes(bytes(raw), headersonly=True)
    except Exception:
        logger.exception("The headers of a message could not be parsed")
        return EmailMessage(policy=_Patient())


def header(message, name):
    """The first header `name` as one line of text; "" where there is none."""
    return next(iter(headers(message, name)), "")


def headers(message, name):
    """All headers `name`, each as one line of text."""
    return [_line(value) for value in message.get_all(name) or []]


def has_header(message, name):
    return any(key.lower() == name.lower() for key, _value in message.raw_items())


def addresses(message, *names):
    """The addresses in these headers, in small letters, each once, in their order."""
    lines = [line for name in names for line in headers(message, name)]
    with suppress(Exception):
        if found := [address.lower() for _name, address in getaddresses(lines, strict=False) if "@" in address]:
            return list(dict.fromkeys(found))
    return list(dict.fromkeys(found.lower() for line in lines for found in _BARE.findall(line)))


def parts_of(message):
    """The leaves of a message, in their order; what a message attached to it holds is not among them."""
    found, waiting = [], [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop(0)
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting[:0] = part.get_payload()[:MOST_PARTS]
        else:
            found.append(part)
    return found


def bytes_of(part):
    """What a part holds, decoded from how it travelled."""
    if part.get_content_type() == "message/rfc822" or isinstance(part.get_payload(), list):
        return b"".join(each.as_bytes(policy=compat32) for each in part.get_payload()[:1])
    with suppress(Exception):
        return part.get_payload(decode=True) or b""
    return str(part.get_payload()).encode("utf-8", "replace")


def text_of(part):
    """The words of a text part. Programs say wrong things of their letters: bytes that are UTF-8 are read as that."""
    body = bytes_of(part)
    said = str(part.get_param("charset", "") or "").strip("\"' ").lower()
    usual = said in ("", "us-ascii", "ascii", "utf8", "utf-8", "iso-8859-1", "latin1", "latin-1", "windows-1252")
    for charset in ["utf-8-sig", "cp1252"] if usual else [said, "utf-8-sig", "cp1252"]:
        with suppress(UnicodeError, LookupError, ValueError):
            return _clean(body.decode(charset))
    return _clean(body.decode("latin-1"))


def name_of(part):
    """What a part calls its file; "" for none."""
    with suppress(Exception):
        return _line(part.get_filename() or "")
    return ""


def _decoded(value):
    with suppress(Exception):
        return str(make_header(decode_header(str(value))))
    return str(value)


def _line(value):
    """One line, of what can be kept in the database."""
    text = str(value).encode("utf-8", "replace").decode("utf-8", "replace")
    return " ".join(_clean(text).split())


def _clean(text):
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
