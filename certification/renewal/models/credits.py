"""The ledger: every credit stands for something the holder did, once."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Mod
from django.db.models.lookups import Exact
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import Credential
from members.audit.log import record
from members.subjects.models import Subject

from ..amounts import in_credits

QUARTER = 15  # minutes: credits are counted in quarters of an hour, an hour is one credit


class Category(models.TextChoices):
    REAL_TIME = "real_time", _("Real-time learning")
    OTHER = "other", _("Other activities")


class CreditQuerySet(models.QuerySet):
    def counted(self):
        """Those that were not taken back."""
        return self.filter(voided_at=None)

    def within(self, first, last):
        """Those earned from day `first` to day `last`, both included."""
        return self.filter(earned_on__range=(first, last))

    def for_listing(self):
        """All that a row of the ledger shows, the newest first: two queries at any length."""
        return self.prefetch_related("subjects").order_by("-earned_on", "-pk")

    def minutes_by_category(self):
        """{Category: minutes}, 0 where there is none."""
        sums = dict(self.order_by().values_list("category").annotate(Sum("minutes")))
        return {category: sums.get(category, 0) for category in Category}


class Credit(models.Model):
    """Minutes that count towards the renewal of a credential; 60 of them are one credit."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="credits", verbose_name=_("credential"))
    category = models.CharField(_("category"), max_length=10, choices=Category)
    minutes = models.PositiveIntegerField(_("minutes"), help_text=_("60 minutes are one credit."))
    earned_on = models.DateField(_("earned"))
    title = models.CharField(_("for"), max_length=250)
    url = models.CharField(_("page"), max_length=250, blank=True)
    subjects = models.ManyToManyField(Subject, blank=True, related_name="credits", verbose_name=_("subjects"))
    source = models.CharField(
        _("source"), max_length=80, help_text=_("What it was posted for, such as registration:12. Counts once.")
    )
    posted_at = models.DateTimeField(_("posted"), default=timezone.now)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("posted by")
    )
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    void_reason = models.CharField(_("why it was taken back"), max_length=250, blank=True)
    is_void_for_good = models.BooleanField(
        _("taken back by staff"), default=False, help_text=_("Stays taken back when the attendance is recorded again.")
    )

    objects = CreditQuerySet.as_manager()

    class Meta:
        verbose_name = _("credit")
        verbose_name_plural = _("credits")
        ordering = ["-earned_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["credential", "source"], name="one_credit_per_source"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="credit_category_known"),
            models.CheckConstraint(
                condition=Q(minutes__gt=0) & Q(Exact(Mod(F("minutes"), Value(QUARTER)), Value(0))),
                name="credit_in_quarter_hours",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="voided_credit_says_why"
            ),
        ]
        indexes = [models.Index(fields=["credential", "earned_on"], name="credit_of_cycle")]

    def __str__(self):
        return f"{self.title} · {self.credential.number}"

    @property
    def in_credits(self):
        return in_credits(self.minutes)

    @property
    def is_counted(self):
        return self.voided_at is None

    @classmethod
    @transaction.atomic
    def post(cls, credential, *, source, minutes, by, **about):
        """Post what `source` names, once; `about` are category, earned_on, title, url and subjects.

        Minutes are rounded down to a quarter of an hour; less than one is no credit, and None comes back. What was
        taken back because its attendance was withdrawn counts again, with the facts as they are now; what staff took
        back stays so.
        """
        minutes -= minutes % QUARTER
        if not minutes:
            return None
        subjects = about.pop("subjects", [])
        facts = {**about, "minutes": minutes}
        credit, new = cls.objects.select_for_update().get_or_create(
            credential=credential, source=source, defaults={**facts, "posted_by": by}
        )
        if not new:
            if credit.is_counted or credit.is_void_for_good:
                return credit
            for name, value in {**facts, "voided_at": None, "void_reason": ""}.items():
                setattr(credit, name, value)
            credit.save(update_fields=[*facts, "voided_at", "void_reason"])
        credit.subjects.set(subjects)
        record("renewal.credit_posted" if new else "renewal.credit_restored", credit, by=by, minutes=minutes)
        return credit

    @transaction.atomic
    def void(self, *, by, reason, for_good=True):
        """Take it back: it stays in the ledger, struck out, and counts no more. Twice is once."""
        changed = (
            Credit.objects.counted()
            .filter(pk=self.pk)
            .update(voided_at=timezone.now(), void_reason=reason[:250], is_void_for_good=for_good)
        )
        self.refresh_from_db(fields=["voided_at", "void_reason", "is_void_for_good"])
        if changed:
            record("renewal.credit_voided", self, by=by, reason=reason)
