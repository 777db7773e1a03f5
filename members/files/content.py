"""What an upload really is, by its content: names and the types that browsers send are only claims."""

import io
from contextlib import suppress

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from . import papers
from .purposes import IMAGE, OFFICE, PDF, TEXT
from .refusing import Checked, NotAccepted

__all__ = ["WIDTHS", "Checked", "NotAccepted", "check"]

WIDTHS = (320, 640, 1280)
LARGEST_SIDE = 2560  # pixels; wider than any screen shows a picture of ours
MOST_PIXELS = 50_000_000  # what a picture may unpack to: a few kilobytes can hold gigabytes
_KINDS_READ = ["JPEG", "PNG", "WEBP", "GIF"]
_PICTURES_BEGIN = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}


def check(upload, purpose):
    """The Checked content of `upload` (a file of a form), or NotAccepted with the reason."""
    if upload.size > purpose.largest:
        raise NotAccepted(
            _("This file has %(size)s MB; at most %(most)s MB can be kept here.")
            % {"size": _megabytes(upload.size), "most": _megabytes(purpose.largest)}
        )
    if not upload.size:
        raise NotAccepted(_("This file is empty. Is it the right one?"))
    upload.seek(0)
    body = upload.read()
    return _by_content(body, purpose.accepts, str(upload.name or ""))


def _by_content(body, accepts, name):
    if PDF in accepts and body.startswith(b"%PDF-"):
        return papers.pdf(body)
    if OFFICE in accepts and body.startswith(papers.ZIP):
        return papers.office(body)
    if OFFICE in accepts and body.startswith(papers.OLD_OFFICE):
        raise NotAccepted(papers.old_office())
    if IMAGE in accepts and (TEXT not in accepts or body.startswith(_PICTURES_BEGIN) or body[8:12] == b"WEBP"):
        return _image(body)
    if TEXT in accepts and (checked := papers.text(body, name)):
        return checked
    if TEXT in accepts or OFFICE in accepts:
        raise NotAccepted(
            _(
                "This kind of file cannot be kept here. What can: pictures (JPEG, PNG, WebP), PDF, Word, Excel, "
                "PowerPoint, OpenDocument, CSV and plain text."
            )
        )
    raise NotAccepted(_("This is not a PDF. Whatever you wrote it in can save it as one."))


def _megabytes(size):
    return f"{size / 1_000_000:.1f}".removesuffix(".0")


def _image(body):
    """A picture is drawn anew, upright and without what the camera wrote into it (place, device, a small copy)."""
    if body.lstrip()[:1] == b"<" and b"<svg" in body[:2000].lower():
        raise NotAccepted(papers.drawing())
    try:
        image = Image.open(io.BytesIO(body), formats=_KINDS_READ)
        kind = image.format
        if image.width * image.height > MOST_PIXELS:
            raise NotAccepted(_too_many_pixels())
        image = _in_our_colours(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError as bomb:
        raise NotAccepted(_too_many_pixels()) from bomb
    except NotAccepted:
        raise
    except Exception as broken:  # Pillow's readers raise nearly anything on a file made to hurt them
        raise NotAccepted(_("This is not a picture that can be shown. A JPEG, PNG or WebP works.")) from broken
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    kind = "PNG" if kind == "GIF" else kind
    thumbnails = {width: _thumbnail(image, width) for width in WIDTHS if width < image.width}
    return Checked(_encoded(image, kind), _TYPES[kind], image.width, image.height, thumbnails)


def _too_many_pixels():
    return _("This picture has too many pixels. At most %(most)s million can be kept.") % {
        "most": MOST_PIXELS // 1_000_000
    }


def _in_our_colours(image):
    """The picture in sRGB, so that it looks the same once its colour profile is gone."""
    profile = image.info.get("icc_profile")
    has_alpha = "A" in image.getbands() or "transparency" in image.info
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        # An odd profile cannot be read: the plain numbers are the next best thing.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            image = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
    bare = image.convert("RGBA" if has_alpha else "RGB")
    bare.info = {}
    return bare


def _encoded(image, kind):
    if kind == "JPEG":
        return _saved(image.convert("RGB"), "JPEG", quality=86, optimize=True, progressive=True)
    return _saved(image, kind, **({"optimize": True} if kind == "PNG" else {"quality": 86}))


def _thumbnail(image, width):
    height = max(round(image.height * width / image.width), 1)
    return _saved(image.resize((width, height), Image.Resampling.LANCZOS), "WEBP", quality=80, method=4)


def _saved(image, kind, **options):
    target = io.BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()
