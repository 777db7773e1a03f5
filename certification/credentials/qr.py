"""The address of a page as a QR code, drawn here: nobody else hears which credential is looked at."""

import segno
from django.conf import settings
from django.utils.safestring import mark_safe


def code_of(path):
    """An SVG of the portal's address with `path`, to stand in a page. Its colours are the style sheet's."""
    code = segno.make(settings.PORTAL_URL + path, error="m", micro=False)
    # Made of squares alone; nothing in it was typed by anybody.
    return mark_safe(code.svg_inline(border=2, omitsize=True, svgclass="qr-code", lineclass="qr-line"))  # noqa: S308
