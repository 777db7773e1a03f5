"""The numbers of the program: how much, how long, how many. A new set holds from its date; an old one never changes."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ProgramRulesQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """The rules that hold on the date `on` (default: today). Raises DoesNotExist before the first ones."""
        return self.filter(effective_from__lte=on or timezone.localdate()).latest("effective_from")


class ProgramRules(models.Model):
    """Empty numbers have not been decided yet: pages say so instead of guessing."""

    effective_from = models.DateField(_("in force from"), unique=True)
    note = models.CharField(_("what changed"), max_length=200, blank=True)

    currency = models.CharField(_("currency"), max_length=3, default="USD")
    fee_member = models.PositiveIntegerField(_("application fee, members"), null=True, blank=True)
    fee_other = models.PositiveIntegerField(_("application fee, everyone else"), null=True, blank=True)
    ineligible_withheld = models.PositiveIntegerField(_("kept of the fee when not eligible"), default=15000)
    renewal_fee_member = models.PositiveIntegerField(_("renewal fee, members"), null=True, blank=True)
    renewal_fee_other = models.PositiveIntegerField(_("renewal fee, everyone else"), null=True, blank=True)

    degree_months = models.PositiveSmallIntegerField(_("months of work with a degree"), default=36)
    school_months = models.PositiveSmallIntegerField(_("months of work without one"), default=60)

    draft_idle_days = models.PositiveSmallIntegerField(_("days an untouched draft is kept"), default=90)
    changes_days = models.PositiveSmallIntegerField(_("days to answer asked changes"), default=60)
    revision_rounds = models.PositiveSmallIntegerField(_("times changes can be asked"), default=2)
    reviews_needed = models.PositiveSmallIntegerField(_("reviews before a decision"), default=1)
    review_promise_days = models.PositiveSmallIntegerField(_("promised: working days to review"), default=10)
    decision_promise_days = models.PositiveSmallIntegerField(_("promised: working days to decide"), default=5)
    appeal_days = models.PositiveSmallIntegerField(_("days to appeal"), null=True, blank=True)
    reapply_after_revoked_days = models.PositiveSmallIntegerField(
        _("days until applying after revocation"), default=365
    )

    rights_months = models.PositiveSmallIntegerField(_("months of the right to sit"), default=6)
    exam_questions = models.PositiveSmallIntegerField(_("questions in the exam"), default=100)
    exam_minutes = models.PositiveSmallIntegerField(_("minutes of the exam"), null=True, blank=True)
    pass_mark = models.PositiveSmallIntegerField(_("pass mark, percent"), null=True, blank=True)
    retake_wait_days = models.PositiveSmallIntegerField(_("days until sitting again"), null=True, blank=True)
    attempts_most = models.PositiveSmallIntegerField(_("sittings at most"), null=True, blank=True)

    cycle_months = models.PositiveSmallIntegerField(_("months a credential is valid"), default=36)
    credits_needed = models.PositiveSmallIntegerField(_("credits to renew"), default=30)
    credits_real_time = models.PositiveSmallIntegerField(_("of them real-time, at least"), default=15)
    credits_other_most = models.PositiveSmallIntegerField(_("of them other, at most"), default=15)
    renewal_opens_days = models.PositiveSmallIntegerField(_("days before expiry renewal opens"), default=365)

    objects = ProgramRulesQuerySet.as_manager()

    class Meta:
        ordering = ["-effective_from"]
        verbose_name = _("set of rules")
        verbose_name_plural = _("rules of the program")
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True) | Q(pass_mark__lte=100), name="rules_pass_mark_percent"
            ),
            models.CheckConstraint(
                condition=Q(fee_member__isnull=True, fee_other__isnull=True)
                | Q(fee_member__isnull=False, fee_other__isnull=False),
                name="rules_both_fees_or_none",
                violation_error_message=_("Set both fees, or neither: an application is open to everyone."),
            ),
            models.CheckConstraint(
                condition=Q(rights_months__gt=0, cycle_months__gt=0, reviews_needed__gt=0), name="rules_lengths_count"
            ),
        ]

    def __str__(self):
        return f"{_('Rules from')} {self.effective_from:%Y-%m-%d}"

    @property
    def is_open_for_submission(self):
        """Without a fee nobody can send an application: it would be read by nobody."""
        return self.fee_member is not None and self.fee_other is not None

    @property
    def has_begun(self):
        """From its first day on a set of rules never changes: applications point at it."""
        return self.pk is not None and self.effective_from <= timezone.localdate()

    def fee_for(self, person):
        """What `person` pays to apply, in minor units, judged now; None while staff have not decided."""
        return self.fee_member if person.is_authenticated and person.is_member else self.fee_other

    def renewal_fee_for(self, person):
        """What `person` pays to renew, in minor units, judged now; None while staff have not decided."""
        return self.renewal_fee_member if person.is_member else self.renewal_fee_other

    def months_needed(self, has_degree):
        """Full-time months of work asked for: fewer with a degree."""
        return self.degree_months if has_degree else self.school_months
