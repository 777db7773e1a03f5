"""Reminders of a cycle: after a year, when the renewal opens, and shortly before the end. Each once."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import Credential
from certification.credentials.rules import rules_on
from members.days import months_after

from .. import letters
from ..progress import progress_of
from .renewals import Renewal


class Occasion(models.TextChoices):
    FIRST_YEAR = "first_year", _("a year in")
    OPENING = "opening", _("the renewal opens")
    LAST_WEEKS = "last_weeks", _("the last weeks")
    ENDED = "ended", _("it ended")


class ReminderQuerySet(models.QuerySet):
    @transaction.atomic
    def write_due(self, today):
        """Remind whoever is due by `today`, however long ago the last look was; returns how many.

        Of several occasions that passed meanwhile only the latest is spoken of.
        """
        return sum(_remind(credential, today) for credential in _who_may_be_due(today, self.model))


class Reminder(models.Model):
    """That a holder was reminded, or that an occasion passed without a need to."""

    credential = models.ForeignKey(Credential, models.CASCADE, related_name="reminders")
    cycle_starts_on = models.DateField(_("cycle from"))
    occasion = models.CharField(_("occasion"), max_length=12, choices=Occasion)
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential", "cycle_starts_on", "occasion"], name="one_reminder_per_occasion"
            )
        ]

    def __str__(self):
        return f"{self.credential}: {self.occasion}"


def days_of(credential, rules):
    """{Occasion: the day from which it is due} in the cycle that runs, in their order."""
    ends = credential.expires_on
    return {
        Occasion.FIRST_YEAR: months_after(credential.cycle_starts_on, 12),
        Occasion.OPENING: ends - timedelta(days=rules.renewal_opens_days),
        Occasion.LAST_WEEKS: ends - timedelta(days=LAST_DAYS),
        Occasion.ENDED: ends + timedelta(days=1),
    }


LAST_DAYS = 60


def _who_may_be_due(today, reminders):
    """Credentials in a cycle that has run a year, with an occasion left."""
    spoken = reminders.objects.filter(
        credential=OuterRef("pk"), cycle_starts_on=OuterRef("cycle_starts_on"), occasion=Occasion.ENDED
    )
    return (
        Credential.objects.filter(
            Q(cycle_starts_on__lte=months_after(today, -12)), ~Exists(spoken), state="active", succeeded_at=None
        )
        .select_related("person")
        .order_by(F("expires_on"))
    )


def _remind(credential, today):
    rules = rules_on(credential.cycle_starts_on)
    due = [occasion for occasion, day in days_of(credential, rules).items() if day <= today]
    known = set(
        credential.reminders.filter(cycle_starts_on=credential.cycle_starts_on).values_list("occasion", flat=True)
    )
    new = [occasion for occasion in due if occasion not in known]
    if not new:
        return 0
    Reminder.objects.bulk_create(
        [
            Reminder(credential=credential, cycle_starts_on=credential.cycle_starts_on, occasion=occasion)
            for occasion in new
        ],
        ignore_conflicts=True,
    )
    # Whoever has asked already needs no reminder, but for the end none is spared.
    asked = Renewal.objects.running().filter(credential=credential, cycle_ends_on=credential.expires_on).exists()
    if asked or new[-1] != due[-1]:
        return 0
    letters.reminder(credential, due[-1], progress_of(credential, today))
    return 1
