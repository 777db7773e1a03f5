"""What moderators did in a month, in numbers and without names: written once, from the record, for all to read."""

from datetime import UTC, date, datetime, time

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.models import Entry
from members.days import months_after

FEW = 3  # of fewer, somebody who knows one of them would know of whom it tells
MONTHS = 24

# Each figure with the words of the record it counts.
FIGURES = {
    "flagged": ["moderation.flagged"],
    "held": ["moderation.held"],
    "approved": ["moderation.kept", "moderation.published"],
    "returned": ["moderation.returned"],
    "refused": ["moderation.refused"],
    "hidden": ["moderation.hidden"],
    "restored": ["moderation.undone"],
    "moved": ["discussions.moved"],
    "split": ["discussions.split"],
    "merged": ["discussions.merged"],
    "locked": ["discussions.closed"],
    "slowed": ["discussions.slowed"],
    "silenced": ["moderation.silenced"],
    "suspended": ["moderation.suspended"],
    "objections": ["moderation.objected"],
    "upheld": ["moderation.upheld"],
}
# Authors close their topics too, and owe no reason.
BY_AUTHORS = Q(action="discussions.closed") & ~Q(details__has_key="reason")
ACTIONS = {action: name for name, actions in FIGURES.items() for action in actions}


def _begin(month):
    return datetime.combine(month, time(), tzinfo=UTC)


class Summary(models.Model):
    """One month (UTC) that is over. `figures` holds {name: how many}, those of FIGURES."""

    month = models.DateField(_("month"), primary_key=True)
    figures = models.JSONField(_("figures"), default=dict)
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("summary of a month")
        verbose_name_plural = _("summaries of the months")
        ordering = ["-month"]
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="summary_of_a_whole_month")]

    def __str__(self):
        return f"{self.month:%Y-%m}"

    def shown(self, name):
        """The figure as everybody may read it: None for fewer than FEW, nought included, so that none is told apart.

        No sum of figures is shown anywhere, from which one could be taken away again.
        """
        figure = self.figures.get(name, 0)
        return figure if figure >= FEW else None

    @classmethod
    def write_due(cls, now=None):
        """Write the months that are over and have none, the last MONTHS at most; returns how many. Two at once write
        each once."""
        now = now or timezone.now()
        this = now.astimezone(UTC).date().replace(day=1)
        first = cls._first_month()
        if first is None:
            return 0
        months, month = [], max(first, months_after(this, -MONTHS))
        while month < this:
            months.append(month)
            month = months_after(month, 1)
        known = set(cls.objects.filter(month__in=months).values_list("month", flat=True))
        missing = [month for month in months if month not in known]
        written = [cls(month=month, figures=cls._counted(month), written_at=now) for month in missing]
        cls.objects.bulk_create(written, ignore_conflicts=True)
        return len(written)

    @staticmethod
    def _first_month() -> date | None:
        """That in which the record first tells of moderators."""
        told = Entry.objects.filter(action__in=ACTIONS).exclude(BY_AUTHORS).order_by("id")
        first = told.values_list("at", flat=True).first()
        return first and first.astimezone(UTC).date().replace(day=1)

    @staticmethod
    def _counted(month):
        within = Q(at__gte=_begin(month), at__lt=_begin(months_after(month, 1)))
        rows = Entry.objects.filter(within, action__in=ACTIONS).exclude(BY_AUTHORS).order_by().values_list("action")
        figures = dict.fromkeys(FIGURES, 0)
        for action, count in rows.annotate(count=Count("pk")):
            figures[ACTIONS[action]] += count
        return figures
