"""How many questions a month may be put to an expert by name.

The month is that of the expert's own calendar. Nothing is reset when it ends: a question belongs to the month in which
it was asked, and a new month has none yet.
"""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_named
from members.audit.log import record

MOST_A_MONTH = 20


def month_of(person, now=None):
    """The first day of the month it is for `person`."""
    return timezone.localdate(now or timezone.now(), zone_of(person)).replace(day=1)


def zone_of(person):
    return zone_named(person.time_zone) or ZoneInfo("UTC")


class Capacity(models.Model):
    """How many questions a month one person takes; without a row, none. Its row is locked while a place is taken."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="capacity", verbose_name=_("person")
    )
    monthly = models.PositiveSmallIntegerField(
        _("questions a month"), default=0, validators=[MaxValueValidator(MOST_A_MONTH)]
    )

    class Meta:
        verbose_name = _("questions an expert takes")
        verbose_name_plural = _("questions experts take")
        constraints = [models.CheckConstraint(condition=Q(monthly__lte=MOST_A_MONTH), name="capacity_within_reason")]

    def __str__(self):
        return f"{self.person}: {self.monthly}"

    @classmethod
    @transaction.atomic
    def choose(cls, monthly, *, by):
        """Take so many questions a month from now on; fewer than were asked already means no more this month."""
        capacity, _made = cls.objects.select_for_update().get_or_create(person=by)
        if capacity.monthly != monthly:
            capacity.monthly = monthly
            capacity.save(update_fields=["monthly"])
            record("experts.capacity_chosen", by, by=by, monthly=monthly)
