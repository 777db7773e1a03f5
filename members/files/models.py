"""Uploads: checked by their content, kept privately, named by a key and never by what somebody called them."""

import hashlib
import uuid
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .content import WIDTHS, NotAccepted, check
from .papers import OOXML
from .purposes import purpose_named
from .storage import kept_files

__all__ = ["WIDTHS", "File", "NotAccepted"]

ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    f"{OOXML}.wordprocessingml.document": ".docx",
    f"{OOXML}.spreadsheetml.sheet": ".xlsx",
    f"{OOXML}.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
KINDS = {
    ".jpg": _("Picture"),
    ".png": _("Picture"),
    ".webp": _("Picture"),
    ".pdf": _("PDF"),
    ".docx": _("Word document"),
    ".xlsx": _("Excel workbook"),
    ".pptx": _("PowerPoint slides"),
    ".odt": _("OpenDocument text"),
    ".ods": _("OpenDocument spreadsheet"),
    ".odp": _("OpenDocument slides"),
    ".csv": _("Table (CSV)"),
    ".txt": _("Plain text"),
}


def _place_of(file, _name):
    return f"{file.folder}/whole"


class File(models.Model):
    """One kept file. What it is for decides who may see it (`purposes.py`)."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(_("what for"), max_length=60)
    name = models.CharField(_("name it came with"), max_length=150)
    content_type = models.CharField(_("type"), max_length=80)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    upload = models.FileField(storage=kept_files, upload_to=_place_of, max_length=120, editable=False)
    kept_at = models.DateTimeField(_("kept"), default=timezone.now)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="files",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-kept_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(content_type__in=[*ENDINGS]), name="file_type_known"),
            models.CheckConstraint(
                condition=(Q(width=None, height=None) & ~Q(content_type__startswith="image/"))
                | Q(width__gt=0, height__gt=0, content_type__startswith="image/"),
                name="file_pictures_have_a_size",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def folder(self):
        return f"{self.key.hex[:2]}/{self.key.hex}"

    @property
    def is_image(self):
        return self.content_type.startswith("image/")

    @property
    def kind(self):
        """What it is, in words for people."""
        return KINDS[ENDINGS[self.content_type]]

    @property
    def safe_name(self):
        """The last part of the address: plain letters, with the ending of what it really is."""
        return (slugify(PurePath(self.name).stem)[:60] or "file") + ENDINGS[self.content_type]

    @property
    def url(self):
        return reverse("files:whole", args=[self.key, self.safe_name])

    def thumbnail_url(self, width):
        """Where a WebP of `width` pixels (one of WIDTHS) is; the picture itself where it is no wider."""
        if width not in WIDTHS:
            raise ValueError(f"Thumbnails are {', '.join(map(str, WIDTHS))} pixels wide.")
        if self.width is None or self.width <= width:
            return self.url
        return reverse("files:thumbnail", args=[self.key, width, self.safe_name])

    def can_be_seen_by(self, person):
        """Asks the room that keeps it. A purpose no room knows any more shows nothing to anyone."""
        try:
            return bool(purpose_named(self.purpose).may_see(person, self))
        except KeyError:
            return False

    def open_thumbnail(self, width):
        """The stored WebP of `width` pixels, open for reading; FileNotFoundError where there is none."""
        return self.upload.storage.open(f"{self.folder}/{width}.webp")

    @classmethod
    def keep(cls, upload, *, purpose, by):
        """Check `upload` (a file of a form) and keep it; returns the File. Raises NotAccepted with its sentence."""
        checked = check(upload, purpose_named(purpose))
        file = cls(
            purpose=purpose,
            name=PurePath(str(upload.name or "").replace("\\", "/")).name[-150:] or "file",
            content_type=checked.content_type,
            size=len(checked.body),
            sha256=hashlib.sha256(checked.body).hexdigest(),
            width=checked.width,
            height=checked.height,
            kept_by=by,
        )
        try:
            with transaction.atomic():
                file.upload.save("whole", ContentFile(checked.body), save=False)
                for width, body in checked.thumbnails.items():
                    file.upload.storage.save(f"{file.folder}/{width}.webp", ContentFile(body))
                file.save(force_insert=True)
                record("files.kept", file, by=by, purpose=purpose, size=file.size)
        except BaseException:
            file._forget_stored()
            raise
        return file

    @transaction.atomic
    def discard(self, *, by):
        """Delete the row, and what is stored once that is certain. The caller has let go of it."""
        record("files.discarded", self, by=by, purpose=self.purpose, sha256=self.sha256)
        self.delete()
        transaction.on_commit(self._forget_stored, robust=True)

    def _forget_stored(self):
        for part in ["whole", *(f"{width}.webp" for width in WIDTHS)]:
            self.upload.storage.delete(f"{self.folder}/{part}")
