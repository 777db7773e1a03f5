"""Papers by their content: PDF, Office and OpenDocument, plain text. Kept as they came, and handed out to save."""

import io
import re
import zipfile
from pathlib import PurePath

from django.utils.translation import gettext as _

from .refusing import Checked, NotAccepted

PDF_TYPE = "application/pdf"
OOXML = "application/vnd.openxmlformats-officedocument"
# What the part [Content_Types].xml of an Office file calls its main part, and what the whole then is.
OFFICE = {
    b"wordprocessingml.document.main+xml": f"{OOXML}.wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": f"{OOXML}.spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": f"{OOXML}.presentationml.presentation",
}
OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{kind}".encode(): f"application/vnd.oasis.opendocument.{kind}"
    for kind in ("text", "spreadsheet", "presentation")
}
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 3000  # a presentation with hundreds of slides has about a thousand
MOST_UNPACKED = 300_000_000  # bytes that all parts together say they unpack to
LONGEST_PART_READ = 2_000_000
PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|basic/.+|scripts/.+)$|"
    r"\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|msi|lnk|chm)$",
    re.IGNORECASE,
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def pdf(body):
    """A PDF, whole, and nothing else at once."""
    if b"startxref" not in body[-2048:] or b"%%EOF" not in body[-2048:]:
        raise NotAccepted(_("This PDF is not whole: its end is missing. Save it once more and choose it again."))
    if _ends_as_zip(body):
        raise NotAccepted(_("This file is a PDF and an archive at once. Save the PDF once more, by itself."))
    return Checked(body, PDF_TYPE)


def office(body):
    """A document of Word, Excel, PowerPoint or OpenDocument without programs in it. Only its few signs are unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            if min((part.header_offset for part in parts), default=1) or not _ends_as_zip(body):
                raise NotAccepted(_broken())
            return Checked(body, _type_of(archive, parts))
    except NotAccepted:
        raise
    except Exception as broken:  # zipfile raises many things on a file made to hurt it
        raise NotAccepted(_broken()) from broken


def text(body, name):
    """Plain text or CSV in UTF-8, UTF-16 with its mark, or the old Windows letters; kept as UTF-8."""
    words = _decoded(body)
    if words is None or CONTROLS.search(words):
        return None
    beginning = words.lstrip("\ufeff \t\r\n")[:2000].lower()
    if re.match(r"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg\b", beginning, re.DOTALL):
        raise NotAccepted(drawing())
    if re.match(r"(<\?xml[^>]*>\s*)?(<!doctype\s+html|<(html|head|body|script|iframe)\b)", beginning):
        raise NotAccepted(_("This is a web page, which can hold programs. Save it as a PDF and choose that."))
    ending = PurePath(name).suffix.lower()
    return Checked(words.encode(), "text/csv" if ending in (".csv", ".tsv") else "text/plain")


def drawing():
    return _("A drawing (SVG) can hold programs, so it is not a picture that can be kept here. Save it as a PNG.")


def old_office():
    return _(
        "This comes from an older Office, or a password protects it. Save it without one as .docx, .xlsx or .pptx, "
        "or as a PDF."
    )


def _decoded(body):
    encodings = ["utf-16"] if body.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _ends_as_zip(body):
    """Whether the last bytes close a zip, with no note behind it in which something else could hide."""
    return body[-22:-18] == b"PK\x05\x06"


def _refuse_bombs(parts):
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAccepted(_("This file would unpack to far more than it is. It cannot be kept here."))
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotAccepted(_("A password protects this file, so nobody could open it. Save it without one."))


def _type_of(archive, parts):
    names = {part.filename for part in parts}
    if any(PROGRAMS.search(name) for name in names):
        raise NotAccepted(_macros())
    if "[Content_Types].xml" in names:
        kinds = _read(archive, "[Content_Types].xml")
        if b"macroenabled" in kinds.lower() or b"vbaproject" in kinds.lower():
            raise NotAccepted(_macros())
        if any(_fetches_template(archive, name) for name in names if name.endswith(".rels")):
            raise NotAccepted(_("This document fetches its template from elsewhere. Save it as a PDF and choose that."))
        for sign, content_type in OFFICE.items():
            if sign in kinds:
                return content_type
    elif parts[0].filename == "mimetype" and (found := OPEN_DOCUMENT.get(_read(archive, "mimetype").strip())):
        return found
    raise NotAccepted(_("This is an archive. Choose the files in it one by one, or save them as a PDF."))


def _fetches_template(archive, name):
    links = _read(archive, name).lower()
    return any(
        b"attachedtemplate" in link and b"external" in link for link in re.findall(rb"<relationship\b[^>]*>", links)
    )


def _read(archive, name):
    """One part, cut where a sign is never that long: what it says of its own size is not believed."""
    with archive.open(name) as part:
        return part.read(LONGEST_PART_READ)


def _macros():
    return _("This file holds programs (macros). Save it without them, as .docx, .xlsx or .pptx, or as a PDF.")


def _broken():
    return _("This file is not whole, or not what its name says. Save it once more and choose it again.")
