"""What no person wrote: answers of machines, loops, bounces. They are dropped without an answer, which is how two
machines are kept from writing to each other for ever (RFC 3834)."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .addresses import host, own_sender
from .headers import addresses, bytes_of, has_header, header

_MARKS = [
    *("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Mail-Autoreply", "X-AutoReply-From"),
    "X-FC-MachineGenerated",
]
_BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
_MACHINES = re.compile(r"(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+-].*)?@.*")
_AWAY = re.compile(
    r"(re: ?)?(auto(matic|matisch|mated)?[ -]?(reply|response|antwort)|automatische[rs]? (antwort|antwoord)|"
    r"out of (the )?office|abwesen(d|heit)|r[eé]ponse automatique|absence du bureau|respuesta autom[aá]tica|"
    r"fuera de la oficina|risposta automatica|fuori sede|resposta autom[aá]tica|autosvar|automatiskt? svar|"
    r"fr[aå]nvaro|autosvar|automaattinen vastaus|odpowied[zź] automatyczna|automatick[aá] odpov[eě]d|自動(応答|返信)|"
    r"自动(回复|答复))",
    re.IGNORECASE,
)
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]{3,240}>)", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"^status:\s*([245])\.\d+\.\d+", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_WHY = re.compile(rb"^diagnostic-code:\s*(?:[\w-]+;\s*)?(.+(?:\n[ \t].+)*)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Bounce:
    """A letter came back: the Message-ID it had, and what the other server said. `is_final`: it is no use to wait."""

    message_id: str
    why: str
    is_final: bool


def why_automatic(message):
    """Why no person wrote this, in a sentence; "" where one may have."""
    if _is_loop(message):
        return _("It is a letter of the portal itself that came back.")
    said = header(message, "Auto-Submitted").lower()
    if said and not said.startswith("no"):
        return _("A machine wrote it: it says so itself.")
    if any(has_header(message, name) for name in _MARKS) or _AWAY.match(header(message, "Subject").strip()):
        return _("It is the answer of a machine, such as a note of absence.")
    if header(message, "Precedence").lower() in _BULK or has_header(message, "List-Id"):
        return _("It was sent to many at once.")
    if has_header(message, "Return-Path") and header(message, "Return-Path").strip() in ("", "<>"):
        return _("It came from a mail server, and not from a person.")
    if any(_MACHINES.fullmatch(address) for address in addresses(message, "From")):
        return _("It came from an address that nobody reads.")
    if message.get_content_type() == "multipart/report":
        return _("It is a report of a mail program, such as “has been read”.")
    return ""


def bounces_in(message):
    """The Bounce for each letter that this message says could not be delivered; empty for other messages."""
    parts = list(_first(message.walk(), 60))
    reports = [bytes_of_report(part) for part in parts if part.get_content_type() == "message/delivery-status"]
    if not reports:
        return []
    report = b"\n".join(reports)
    action, status = _ACTION.search(report), _STATUS.search(report)
    is_final = bool(status and status[1] == b"5") or (not status and bool(action) and action[1].lower() == b"failed")
    if action and action[1].lower() not in (b"failed", b"delayed"):
        return []  # "delivered", "relayed": nothing is wrong
    why = _WHY.search(report)
    words = " ".join(why[1].decode("utf-8", "replace").split())[:500] if why else ""
    ids = []
    for part in parts:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            ids += _MESSAGE_ID.findall(bytes_of(part))
    return [Bounce(each.decode("ascii", "replace"), words, is_final) for each in dict.fromkeys(ids)]


def bytes_of_report(part):
    """What a part of reports says: the parser takes its paragraphs for messages of their own."""
    if isinstance(part.get_payload(), list):
        return b"\n".join(each.as_bytes() for each in part.get_payload())
    return bytes_of(part)


def _is_loop(message):
    """From the portal's own address, or marked as having been here."""
    if own_sender() in addresses(message, "From", "Sender"):
        return True
    return bool(host()) and host() in header(message, "X-Loop").lower()


def _first(items, most):
    for _number, item in zip(range(most), items, strict=False):
        yield item
