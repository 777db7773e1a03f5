"""Reading what came: who wrote, to which of the portal's addresses, and their own words. No message makes it raise."""

import logging
import re
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from . import headers as head
from .addresses import is_ours
from .as_markdown import has_shape, markdown_of
from .own_words import own_words, placeholders_in, without_placeholders

LARGEST = 20_000_000  # bytes of a message; a mail server takes no larger ones either
LONGEST = 60_000  # characters of a text; more than a post can have, so that the form can say so
MOST_FILES = 20
TO_US = ["Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc"]
# Parts that mail programs add and nobody sends on purpose.
_ASIDE = {
    *("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"),
    *("text/calendar", "application/ics", "text/x-vcard", "text/vcard", "text/directory", "text/x-amp-html"),
    *("message/delivery-status", "text/rfc822-headers", "application/ms-tnef", "application/pgp-keys"),
}
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_ANSWER_TO = re.compile(
    r"\s*((re|aw|antw|sv|vs|odp|ref|rif|rv|res|tr|fw|fwd|wg|enc|回复|答复|返信)(\[\d+\])?\s?[:：]\s*)+", re.IGNORECASE
)
logger = logging.getLogger(__name__)


@dataclass
class Envelope:
    """What is known of a message before it is read."""

    message_id: str
    sender: str
    subject: str
    ours: list = field(default_factory=list)  # the portal's addresses it went to


@dataclass
class Words:
    """What somebody wrote. `refusal` says why it cannot be read."""

    text: str = ""
    title: str = ""
    files: list = field(default_factory=list)
    refusal: str = ""


def envelope_of(raw):
    """The Envelope of the bytes `raw`; made of little where they are no message."""
    found = Envelope(f"<{sha256(bytes(raw)).hexdigest()}@nowhere.invalid>", "", "")
    with suppress(Exception):
        message = head.envelope_in(bytes(raw[:200_000]))
        found.message_id = head.header(message, "Message-ID")[:250] or found.message_id
        found.sender = next(iter(head.addresses(message, "From")), "")[:320]
        found.subject = head.header(message, "Subject")[:250]
        found.ours = [address for address in head.addresses(message, *TO_US) if is_ours(address)]
    return found


def words_of(message):
    """The Words of an EmailMessage."""
    try:
        return _words_of(message)
    except Exception:  # people who mean harm send what no parser was written for
        logger.exception("A message could not be read")
        return Words(refusal=_("The portal could not read this mail. Its form is one that it does not know."))


def _words_of(message):
    found = Words(title=_ANSWER_TO.sub("", head.header(message, "Subject"), count=1).strip()[:250])
    parts = head.parts_of(message)
    if message.get_content_type() in _ENCRYPTED or any(part.get_content_type() in _ENCRYPTED for part in parts):
        found.refusal = _("This mail is encrypted, and the portal has no key to read it.")
        return found
    bodies = [part for part in parts if _is_body(part)]
    plain = [part for part in bodies if part.get_content_type() != "text/html"]
    html = "\n".join(head.text_of(part) for part in bodies if part.get_content_type() == "text/html")
    words = _own_words(plain, html)[:LONGEST]
    found.files = _files_in(parts, bodies, words)
    found.text = without_placeholders(words)
    if not found.text and not found.files:
        found.refusal = _("There was no text in it, or it stood below the line where the letter you answered begins.")
    return found


def _is_body(part):
    if part.get_content_type() not in ("text/plain", "text/html", "text/enriched"):
        return False
    return part.get_content_disposition() != "attachment" and not head.name_of(part)


def _own_words(plain, html):
    """Of the plain text, which programs write best; of the HTML where that alone says it, or says it better."""
    flowed = bool(plain) and str(plain[0].get_param("format", "") or "").lower() == "flowed"
    from_plain = own_words("\n\n".join(map(head.text_of, plain)), is_flowed=flowed)
    if from_plain and not (html and _has_shape(html)):
        return from_plain
    return (html and (_from_html(html) or _from_html(html, with_quotes=True))) or from_plain


def _from_html(html, **options):
    try:
        return own_words(markdown_of(html, **options))
    except (RecursionError, ValueError, AssertionError):  # a thousand tables in each other
        return own_words(re.sub(r"<[^>]*>", " ", html[:LONGEST]))


def _has_shape(html):
    try:
        return has_shape(html)
    except (RecursionError, ValueError, AssertionError):
        return False


def _files_in(parts, bodies, words):
    """Uploads of what is attached. Pictures inside of the text count where the writer's own words hold them: the others
    are signatures, and those of the letter that is answered."""
    shown = " ".join(placeholders_in(words))
    files = []
    for part in parts:
        kind = part.get_content_type()
        if part in bodies or kind in _ASIDE or kind.startswith("multipart/") or len(files) >= MOST_FILES:
            continue
        name, marker = head.name_of(part), head.header(part, "Content-ID").strip("<> ")
        is_inside = bool(marker) or part.get_content_disposition() == "inline"
        if is_inside and kind.startswith("image/") and not _is_shown(shown, marker, name):
            continue
        if body := head.bytes_of(part):
            files.append(SimpleUploadedFile(name or _unnamed(part), body, kind))
    return files


def _is_shown(shown, marker, name):
    return bool((marker and marker in shown) or (name and name in shown))


def _unnamed(part):
    if part.get_content_type() == "message/rfc822":
        return "message.eml"
    return f"file.{part.get_content_subtype()[:12]}"
