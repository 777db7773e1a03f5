"""A case, as those who judge it see it: who has which part in it, what was sent, what was recommended."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TwoRoles(Exception):
    """One person may have one part in a case, and nobody any part in their own; the message is the sentence why."""


class Part(models.Model):
    """Who a person is in a case. One part each, held by the database: nobody judges themselves, or judges twice."""

    APPLICANT, REVIEWER, DECIDER = "applicant", "reviewer", "decider"
    ROLES = [(APPLICANT, _("Applicant")), (REVIEWER, _("Reviewer")), (DECIDER, _("Decider"))]

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="parts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ccxp_parts")
    role = models.CharField(_("part"), max_length=10, choices=ROLES)
    employer = models.CharField(_("employer at the time"), max_length=150, blank=True)
    taken_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("part in a case")
        verbose_name_plural = _("parts in cases")
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="one_part_per_person_and_case"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(role="applicant"), name="one_applicant_per_case"
            ),
            models.CheckConstraint(condition=Q(role__in=["applicant", "reviewer", "decider"]), name="part_role_known"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_role_display()}"


class Submission(models.Model):
    """What was sent, word for word, with the statement that was agreed to. Never changed."""

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("number"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    content = models.JSONField(_("content"))  # {"answers": {…}, "jobs": […]}
    attestation = models.TextField(_("statement"))
    attestation_version = models.CharField(_("version of the statement"), max_length=20)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)  # SHA-256 of statement and content

    class Meta:
        ordering = ["number"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="submission_number_once")]

    def __str__(self):
        return f"{self.application}, {self.number}"


class Review(models.Model):
    """One reading of a case by one reviewer, ending in a recommendation."""

    APPROVE, CHANGES, DENY = "approve", "changes", "deny"
    RECOMMENDATIONS = [(APPROVE, _("Approve")), (CHANGES, _("Ask for changes")), (DENY, _("Do not approve"))]

    application = models.ForeignKey("applications.Application", models.CASCADE, related_name="reviews")
    part = models.ForeignKey(Part, models.PROTECT, related_name="reviews")
    revision = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(_("taken"), default=timezone.now)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=RECOMMENDATIONS, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    recommended_at = models.DateTimeField(_("recommended"), null=True, blank=True)
    returned_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        ordering = ["taken_at"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["part", "revision"], name="one_review_per_reviewer_and_revision"),
            models.CheckConstraint(
                condition=Q(recommendation="", recommended_at=None)
                | Q(recommendation__in=["approve", "changes", "deny"], recommended_at__isnull=False),
                name="recommendation_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(recommendation="deny") | ~Q(reason=""), name="deny_needs_a_reason"),
            models.CheckConstraint(
                condition=Q(recommended_at=None) | Q(recommended_at__gte=F("taken_at")), name="read_before_recommended"
            ),
        ]

    def __str__(self):
        return f"{self.part.person}: {self.get_recommendation_display() or _('reading')}"

    @property
    def is_open(self):
        return self.recommended_at is None and self.returned_at is None


class Comment(models.Model):
    """What a reviewer asks to change in one section."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="comments")
    section = models.CharField(_("section"), max_length=40)
    text = models.TextField(_("comment"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.UniqueConstraint(fields=["review", "section"], name="one_comment_per_section")]

    def __str__(self):
        return self.section
