"""Times in which the mail server could not be spoken to. All letters wait together; none of them is to blame."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=5)  # who waits for a code should not wait much longer than the server is away


class OutageQuerySet(models.QuerySet):
    def lasting(self):
        return self.filter(ended_at=None)


class Outage(models.Model):
    """From the first try that failed to the first that did not."""

    began_at = models.DateTimeField(_("began"), default=timezone.now)
    reason = models.TextField(_("what happened"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"))
    ended_at = models.DateTimeField(_("over"), null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = _("outage of the mail server")
        verbose_name_plural = _("outages of the mail server")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"], condition=Q(ended_at=None), nulls_distinct=False, name="one_outage_at_a_time"
            )
        ]

    def __str__(self):
        return self.reason[:80]

    @classmethod
    def meet(cls, why, now):
        """The server could not be spoken to: nothing is tried again before a pause that doubles, up to five minutes.

        What others meet while the pause lasts is the same news.
        """
        begun = {"began_at": now, "reason": why, "next_try_at": now}
        outage, _new = cls.objects.lasting().get_or_create(ended_at=None, defaults=begun)
        if outage.tries and outage.is_pausing(now):
            return outage
        pause = min(FIRST_PAUSE * 2 ** min(outage.tries, 10), LONGEST_PAUSE)
        outage.reason, outage.tries, outage.next_try_at = why, outage.tries + 1, now + pause
        outage.save(update_fields=["reason", "tries", "next_try_at"])
        return outage

    def end(self, now):
        """The server answers again. Done twice, the first moment stays."""
        Outage.objects.lasting().filter(pk=self.pk).update(ended_at=now)

    @transaction.atomic
    def try_now(self, *, by):
        """The next worker tries at once. For one that is over nothing happens."""
        changed = Outage.objects.lasting().filter(pk=self.pk).update(next_try_at=timezone.now())
        if changed:
            record("mail.outage_tried", self, by=by)
        return bool(changed)

    def is_pausing(self, now):
        """Whether it is too early for the next try."""
        return now < self.next_try_at
