"""Subjects of which a person does not want to be asked."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.subjects.models import Subject


class MutedSubject(models.Model):
    """One person wants no questions in one subject, nor in those under it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_subjects")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("muted subject")
        verbose_name_plural = _("muted subjects")
        constraints = [models.UniqueConstraint(fields=["person", "subject"], name="subject_muted_once")]

    def __str__(self):
        return f"{self.person}: {self.subject}"

    @classmethod
    def mute(cls, subject, *, by):
        """Ask `by` nothing more in `subject`. Done twice, the first moment stays."""
        cls.objects.get_or_create(person=by, subject=subject)

    @classmethod
    def unmute(cls, subject, *, by):
        cls.objects.filter(person=by, subject=subject).delete()
