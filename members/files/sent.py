"""Files sent while a text is being written: the writer's alone until the text is saved, then of who reads the text.

A room that takes them makes a model of `SentFile` with a key to its text, and registers its purpose.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import WIDTHS, File

UNCLAIMED_DAYS = 30
MOST_IN_HAND = 60  # of one person in all texts they have not sent
BESIDE = ["id", "key", "name", "content_type", "size", "width", "height"]  # of a file


class TooManyFiles(Exception):
    """The text, or the person, has as many files as there can be."""


class SentFileQuerySet(models.QuerySet):
    def in_hand(self, person, key):
        """What `person` sent for the text they write under `key` and have not saved yet, the oldest first."""
        return self._unsettled().filter(person=person, draft_key=key).select_related("file").order_by("at", "pk")

    def beside(self):
        """The files of this query as a column of another; `SentFile.read` makes rows of it again."""
        columns = {name: f"file__{name}" for name in BESIDE}
        return ArraySubquery(self.values(one=JSONObject(alt=F("alt"), **columns)))

    def of(self, text):
        """What belongs to a saved text, the oldest first."""
        return self.filter(**{self.model.text_field: text}).select_related("file").order_by("at", "pk")

    def for_texts(self, texts):
        """{pk: files} of those of `texts` that have some: one query, or none."""
        found = {text.pk: [] for text in texts if text.has_files}
        name = f"{self.model.text_field}_id"
        if found:
            for sent in self.filter(**{f"{name}__in": found}).select_related("file").order_by("at", "pk"):
                found[getattr(sent, name)].append(sent)
        return found

    def seen_as_pictures(self, keys, **of):
        """{key: File} of the pictures among the files `keys` that belong to somebody or something in `of`."""
        files = File.objects.filter(key__in=keys, purpose=self.model.purpose, width__isnull=False)
        mine = self.filter(models.Q(*of.items(), _connector=models.Q.OR), file=OuterRef("pk"))
        return {str(file.key): file for file in files.filter(Exists(mine))}

    def discard_unclaimed(self, now=None):
        """Delete what was sent for texts that were never saved, a month later; returns how many."""
        left = self._unsettled().filter(at__lt=(now or timezone.now()) - timedelta(days=UNCLAIMED_DAYS))
        count = 0
        for sent in left.select_related("file")[:500]:
            sent.file.discard(by=None)
            count += 1
        return count

    def _unsettled(self):
        return self.filter(**{self.model.text_field: None})


class SentFile(models.Model):
    """One file of a text. `text_field` names the key to the text, which has a column `has_files`."""

    purpose = text_field = ""
    most = 10  # of one text

    file = models.OneToOneField(File, models.CASCADE, primary_key=True, related_name="%(class)s")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    draft_key = models.CharField(max_length=120, help_text=_("The text it was sent for; see members.progress."))
    alt = models.CharField(_("what is to be seen"), max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = SentFileQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.file)

    @classmethod
    def read(cls, beside):
        """The files that a query had beside what it asked for (`beside()`), to be shown."""
        return [cls(file=_file_in(each), alt=each["alt"]) for each in beside]

    @property
    def small_url(self):
        """Of a picture: the smallest there is of it."""
        return self.file.thumbnail_url(WIDTHS[0])

    @classmethod
    def send(cls, upload, *, by, key, text=None):
        """Keep `upload` for what `by` writes under `key` (a change to `text`, if that stands already).

        Returns the row. Raises NotAccepted with its sentence, and TooManyFiles.
        """
        file = File.keep(upload, purpose=cls.purpose, by=by)
        try:
            with transaction.atomic():
                get_user_model().objects.select_for_update(no_key=True).get(pk=by.pk)  # two at once count one by one
                has = cls.objects.in_hand(by, key).count() + (cls.objects.of(text).count() if text else 0)
                in_hand = cls.objects.filter(person=by, **{cls.text_field: None}).count()
                if has >= cls.most or in_hand >= MOST_IN_HAND:
                    raise TooManyFiles
                return cls.objects.create(file=file, person=by, draft_key=key)
        except BaseException:
            file.discard(by=by)
            raise

    @classmethod
    @transaction.atomic(savepoint=False)
    def settle(cls, text, key, *, by, without=()):
        """Give `text` what `by` sent under `key`, and take away those of its own whose file has a key in `without`."""
        if without:
            for sent in cls.objects.of(text).filter(file__key__in=without):
                sent.file.discard(by=by)
        came = cls.objects.in_hand(by, key).update(**{cls.text_field: text}) if key else 0
        if not came and not without:
            return
        has_files = cls.objects.of(text).exists()
        if has_files != text.has_files:
            text.has_files = has_files
            text.save(update_fields=["has_files"])


def _file_in(row):
    return File(**{name: File._meta.get_field(name).to_python(row[name]) for name in BESIDE})
