"""Notes about people: what moderators and staff tell each other. Written once, and never changed."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record


class Note(models.Model):
    """The database refuses to change it (see the migration's trigger); it goes with the account it is about."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes_about", verbose_name=_("about")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by"))
    words = models.TextField(_("note"), max_length=2000)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("note about a person")
        verbose_name_plural = _("notes about people")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="note_says_something"),
            models.CheckConstraint(condition=~Q(person=F("by")), name="note_about_somebody_else"),
        ]
        indexes = [models.Index("person", F("at").desc(), name="note_about_person")]

    def __str__(self):
        return f"{self.person}, {self.at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def write(cls, person, *, by, words):
        """Add one; the words stay out of the record, which others read. The same again by the same hand is the one
        there is."""
        last = cls.objects.filter(person=person).first()
        if last is not None and (last.by_id, last.words) == (by.pk, words):
            return last
        note = cls.objects.create(person=person, by=by, words=words)
        record("moderation.noted", note, by=by)
        return note
