from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import ExpressionWrapper, F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.billing.money import money
from members.days import in_words


class DateRange(Func):
    """daterange(starts_on, ends_on, '[]'): both days included."""

    function = "DATERANGE"
    output_field = DateRangeField()


class TermQuerySet(models.QuerySet):
    def standing(self):
        """Those that count: not withdrawn before they began."""
        return self.filter(withdrawn_at=None)

    def with_grace(self):
        """Each with `grace_ends`, the last day on which everything is still open."""
        whole = ExpressionWrapper(F("ends_on") + F("grace_days"), output_field=models.DateField())
        return self.annotate(grace_ends=whole)

    def for_listing(self):
        """All that a list of terms shows."""
        return self.select_related("plan", "dues__invoice")


class Term(models.Model):
    """A stretch of days somebody is a member, both ends included; bought, or granted by staff with a reason."""

    membership = models.ForeignKey(
        "membership.Membership", models.PROTECT, related_name="terms", verbose_name=_("membership")
    )
    plan = models.ForeignKey("membership.Plan", models.PROTECT, related_name="terms", verbose_name=_("plan"))
    dues = models.OneToOneField(
        "membership.Dues", models.PROTECT, null=True, blank=True, related_name="term", verbose_name=_("dues")
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    price = models.PositiveIntegerField(_("price"), default=0)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    grace_days = models.PositiveSmallIntegerField(_("days of grace"))
    renewal_opens_days = models.PositiveSmallIntegerField(_("renewal opens, days before the end"))
    created_at = models.DateTimeField(default=timezone.now)

    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("granted by")
    )
    granted_reason = models.CharField(_("why it was granted"), max_length=300, blank=True)
    ended_early_at = models.DateTimeField(_("ended early"), null=True, blank=True)
    ended_early_reason = models.CharField(_("why it ended early"), max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn before it began"), null=True, blank=True)
    reminded = models.SmallIntegerField(
        _("reminded"),
        null=True,
        blank=True,
        help_text=_("Of which moment: so many days before the end; -1 is after it."),
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="term_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(dues__isnull=False) | ~Q(granted_reason=""), name="term_bought_or_granted_with_reason"
            ),
            ExclusionConstraint(
                name="terms_do_not_overlap",
                expressions=[
                    (F("membership"), RangeOperators.EQUAL),
                    (
                        DateRange("starts_on", "ends_on", RangeBoundary(inclusive_lower=True, inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(withdrawn_at=None),
            ),
        ]
        indexes = [models.Index(fields=["ends_on"], name="term_ending", condition=Q(withdrawn_at=None))]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"

    @property
    def grace_ends_on(self):
        """The last day on which everything is still open."""
        return self.ends_on + timedelta(days=self.grace_days)

    @property
    def renewal_opens_on(self):
        return self.ends_on - timedelta(days=self.renewal_opens_days)

    @property
    def starts_in_words(self):
        return in_words(self.starts_on)

    @property
    def ends_in_words(self):
        return in_words(self.ends_on)

    @property
    def grace_ends_in_words(self):
        return in_words(self.grace_ends_on)

    @property
    def renewal_opens_in_words(self):
        return in_words(self.renewal_opens_on)

    @property
    def price_in_words(self):
        return money(self.price, self.currency)

    @property
    def is_granted(self):
        return self.dues_id is None
