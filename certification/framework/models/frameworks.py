"""What a CCXP is tested on: an edition of the framework, its competencies, and what each is made of."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.subjects.models import Subject


class FrameworkQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def in_force(self, on=None):
        """The published edition that holds on the date `on` (default: today). Raises DoesNotExist without one."""
        return self.published().filter(effective_on__lte=on or timezone.localdate()).latest("effective_on")


class Framework(models.Model):
    name = models.CharField(_("name"), max_length=120)
    edition = models.CharField(_("edition"), max_length=40, unique=True)
    effective_on = models.DateField(_("in force from"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_on"]
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")

    def __str__(self):
        return f"{self.name} {self.edition}"


class Competency(models.Model):
    framework = models.ForeignKey(Framework, models.CASCADE, related_name="competencies", verbose_name=_("framework"))
    number = models.PositiveSmallIntegerField(_("number"))
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="ccxp_competencies", verbose_name=_("subject"))
    name = models.CharField(_("name"), max_length=120)
    weight = models.PositiveSmallIntegerField(_("weight in the exam, percent"))
    definition = models.TextField(_("definition"))

    class Meta:
        ordering = ["framework", "number"]
        verbose_name = _("competency")
        verbose_name_plural = _("competencies")
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="competency_number_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="competency_weight_percent"),
            models.CheckConstraint(condition=Q(number__gte=1), name="competency_counts_from_one"),
        ]

    def __str__(self):
        return self.name

    @property
    def parts(self):
        """Its statements by kind, as (label, texts): first what one does. Reads `statements` as prefetched."""
        said = list(self.statements.all())
        found = [(label, [each.text for each in said if each.kind == kind]) for kind, label in Statement.KINDS]
        return [(label, texts) for label, texts in found if texts]


class Statement(models.Model):
    TASK, KNOWLEDGE, SKILL = "task", "knowledge", "skill"
    KINDS = [(TASK, _("What one does")), (KNOWLEDGE, _("What one knows")), (SKILL, _("What one can do"))]

    competency = models.ForeignKey(Competency, models.CASCADE, related_name="statements", verbose_name=_("competency"))
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS)
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("text"), max_length=250)

    class Meta:
        ordering = ["competency", "kind", "position"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(fields=["competency", "kind", "position"], name="statement_place_once"),
            models.CheckConstraint(condition=Q(kind__in=["task", "knowledge", "skill"]), name="statement_kind_known"),
        ]

    def __str__(self):
        return self.text
