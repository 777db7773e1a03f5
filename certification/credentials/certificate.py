"""The certificate: one page in landscape, set by typst from facts alone."""

from pathlib import Path

import segno
from django.conf import settings
from django.utils.translation import gettext as _

from members.days import in_words
from members.files.typeset import pdf_from

PATTERN = Path(__file__).with_name("certificate.typ")


def pdf_of(credential):
    """The certificate of a Credential, as the bytes of a PDF."""
    address = settings.PORTAL_URL + credential.get_absolute_url()
    squares = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    words = {
        "certifies": _("The Customer Experience Professionals Association certifies that"),
        "name": credential.name,
        "has_earned": _("has earned the credential"),
        "title": _("Certified Customer Experience Professional"),
        "number": credential.number,
        "awarded": _("Awarded on %(day)s") % {"day": in_words(credential.awarded_on)},
        "until": _("Valid until %(day)s") % {"day": in_words(credential.expires_on)},
        "edition": _("Earned under the %(framework)s") % {"framework": credential.framework},
        "check": _("Paper can be copied; the register cannot. Whether this holds today stands at"),
        "address": address,
    }
    return pdf_from(PATTERN, words={key: str(text) for key, text in words.items()}, code=squares)
