"""The certificate: one page in landscape, set by typst from facts alone."""

import json
from datetime import UTC
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from members.accounts.days import in_words

PAPER = Path(__file__).parent / "certificate.typ"


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
    # The words reach typst as data, never as markup: a name may hold any sign.
    return typst.compile(
        PAPER.read_bytes(),
        sys_inputs={"words": json.dumps({key: str(text) for key, text in words.items()}), "code": json.dumps(squares)},
        timestamp=int(timezone.now().astimezone(UTC).timestamp()),
    )
