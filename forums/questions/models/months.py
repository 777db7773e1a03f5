"""How the promise was kept, month by month: counted by a task, so that no page counts."""

from datetime import UTC, date

from django.db import models
from django.db.models import Aggregate, Count, F, FloatField, Q, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience
from members.days import months_after

from .promises import HOURS, Promise

FEW = 5  # questions; of fewer, one asker makes the figure
MONTHS = 12
NEVER = float("inf")


class Median(Aggregate):
    """The value half of the rows stay below."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


class PromiseMonthQuerySet(models.QuerySet):
    def to_show(self, now=None):
        """The last MONTHS months that hold enough, the newest first."""
        first = months_after(month_of(now or timezone.now()), -MONTHS + 1)
        return self.filter(month__gte=first, questions__gte=FEW).order_by("-month")


class PromiseMonth(models.Model):
    """The public questions of one month (UTC) whose 48 hours are over: those of which it is known how it went."""

    month = models.DateField(_("month"), primary_key=True)
    questions = models.PositiveIntegerField(_("questions"))
    in_time = models.PositiveIntegerField(_("answered within 48 hours"))
    median_seconds = models.PositiveBigIntegerField(
        _("half were answered within"), null=True, help_text=_("Seconds that count. Empty: more than half still wait.")
    )
    reckoned_at = models.DateTimeField(_("counted"))

    objects = PromiseMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of the answer promise")
        verbose_name_plural = _("months of the answer promise")
        constraints = [
            models.CheckConstraint(condition=Q(in_time__lte=F("questions")), name="promise_month_in_time_of_all")
        ]

    def __str__(self):
        return f"{self.month:%Y-%m}"

    @classmethod
    def reckon(cls, now=None):
        """Count the last MONTHS months anew, in one pass over their promises.

        The median is one of all questions: a question that still waits stands behind every answer, so that what nobody
        answered cannot make the figure better. Questions whose time is still running are left out, quick or not.
        """
        now = now or timezone.now()
        first = months_after(month_of(now), -MONTHS + 1)
        public = Q(topic__board__audience=Audience.EVERYONE, topic__hidden_at=None, ended_at=None)
        asked = Promise.objects.filter(public, begun_at__gte=_begin(first), until__lte=now)
        waited = Coalesce(Cast("counted_seconds", FloatField()), Value(NEVER, FloatField()))
        rows = (
            asked.order_by()
            .annotate(month=TruncMonth("begun_at", tzinfo=UTC))
            .values("month")
            .annotate(
                questions=Count("pk"),
                in_time=Count("pk", filter=Q(counted_seconds__lte=HOURS * 3600)),
                median=Median(waited),
            )
        )
        told = {row["month"].date(): row for row in rows}
        cls.objects.filter(month__gte=first).exclude(month__in=told).delete()
        cls.objects.bulk_create(
            (
                cls(
                    month=month,
                    questions=row["questions"],
                    in_time=row["in_time"],
                    median_seconds=None if row["median"] == NEVER else round(row["median"]),
                    reckoned_at=now,
                )
                for month, row in told.items()
            ),
            update_conflicts=True,
            unique_fields=["month"],
            update_fields=["questions", "in_time", "median_seconds", "reckoned_at"],
        )

    @property
    def percent_in_time(self):
        return round(100 * self.in_time / self.questions)


def month_of(moment):
    """The first day of the month `moment` lies in, by UTC."""
    return moment.astimezone(UTC).date().replace(day=1)


def _begin(day: date):
    return timezone.datetime(day.year, day.month, day.day, tzinfo=UTC)
