"""What an applicant wrote, field by field, each with a version so that two tabs never overwrite each other unseen."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class NotWritable(Exception):
    """The application is with the reviewers, or ended: its text stays as it is."""


class Newer(Exception):
    """Another tab or device saved this field since; `value` and `version` are what stands there now."""

    def __init__(self, value, version, saved_at=None):
        super().__init__(value)
        self.value, self.version, self.saved_at = value, version, saved_at


class Answer(models.Model):
    """One field of the form. Which fields there are says questions.py."""

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="answers")
    name = models.CharField(_("field"), max_length=60)
    value = models.TextField(_("answer"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["application", "name"], name="one_answer_per_field")]

    def __str__(self):
        return self.name


class Job(models.Model):
    """One row of the work history. Everything may be empty while it is being written."""

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="jobs")
    employer = models.CharField(_("employer"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=150, blank=True)
    began_month = models.PositiveSmallIntegerField(null=True, blank=True)
    began_year = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_month = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_year = models.PositiveSmallIntegerField(null=True, blank=True)
    is_current = models.BooleanField(_("still there"), default=False)
    is_full_time = models.BooleanField(_("full time"), default=True)
    duties = models.TextField(_("what you did"), blank=True)
    versions = models.JSONField(default=dict, blank=True)  # {field: how often it was saved}
    token = models.UUIDField(null=True, unique=True, editable=False)  # of the button that added it: pressed twice, once

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("work history")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(began_month=None) | Q(began_month__gte=1, began_month__lte=12), name="job_began_in_a_month"
            ),
            models.CheckConstraint(
                condition=Q(ended_month=None) | Q(ended_month__gte=1, ended_month__lte=12), name="job_ended_in_a_month"
            ),
        ]

    def __str__(self):
        return self.employer or str(_("Work"))

    @property
    def first_month(self):
        """Counted from the year 0, or None while it is not said."""
        return self._index(self.began_year, self.began_month)

    def last_month(self, this_month):
        """The last month worked there; `this_month` while they still are; None while it is not said."""
        return this_month if self.is_current else self._index(self.ended_year, self.ended_month)

    @staticmethod
    def _index(year, month):
        return year * 12 + month - 1 if year and month else None
