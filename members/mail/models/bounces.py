"""Addresses whose letters come back."""

from datetime import timedelta

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

ENOUGH = 3  # letters that came back one after the other, none of them for good: nobody is there
FORGOTTEN_AFTER = timedelta(days=30)
TEST_PAUSE = timedelta(minutes=10)


class BounceQuerySet(models.QuerySet):
    def standing(self):
        """Addresses to which nothing goes but codes."""
        return self.filter(stopped_at__isnull=False)

    def of(self, address):
        return self.filter(address=address.lower())


class Bounce(models.Model):
    """What came back from one address. It belongs to the address: who takes another one is free of it."""

    address = models.EmailField(_("address"), unique=True, help_text=_("In small letters."))
    why = models.TextField(_("what came back"))
    times = models.PositiveSmallIntegerField(_("letters that came back"), default=0)
    last_at = models.DateTimeField(_("last time"), default=timezone.now)
    stopped_at = models.DateTimeField(
        _("stopped"), null=True, blank=True, help_text=_("Since then nothing goes there but what signs people in.")
    )
    tested_at = models.DateTimeField(_("tried again"), null=True, blank=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("address whose letters come back")
        verbose_name_plural = _("addresses whose letters come back")
        ordering = ["-last_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(address=models.functions.Lower("address")), name="small_letters")
        ]

    def __str__(self):
        return self.address

    @property
    def is_standing(self):
        return self.stopped_at is not None

    @classmethod
    @transaction.atomic
    def meet(cls, address, why, *, is_final):
        """A letter to `address` came back. For good (`is_final`), or as the third in a month, it stops."""
        now = timezone.now()
        pk = cls.objects.get_or_create(address=address.lower(), defaults={"why": why, "last_at": now})[0].pk
        bounce = cls.objects.select_for_update().get(pk=pk)
        bounce.times = 1 if bounce.last_at < now - FORGOTTEN_AFTER else min(bounce.times + 1, 30_000)
        bounce.why, bounce.last_at = why, now
        if bounce.stopped_at is None and (is_final or bounce.times >= ENOUGH):
            bounce.stopped_at = now
            record("mail.address_stopped", bounce, by=None, why=why[:300])
        bounce.save(update_fields=["times", "why", "last_at", "stopped_at"])
        return bounce

    @classmethod
    @transaction.atomic
    def prove(cls, address, *, by):
        """A letter to `address` was opened: letters go there again. Done twice, once."""
        bounce = cls.objects.standing().of(address).first()
        return bool(bounce) and bounce._lift(models.Q(), by)

    @transaction.atomic
    def try_again(self, *, by):
        """Somebody says the address works: letters go there again, until one comes back, and what must arrive and was
        held follows. Done twice, once.

        Only one try in ten minutes: a server that is asked again and again stops listening.
        """
        free = models.Q(tested_at=None) | models.Q(tested_at__lte=timezone.now() - TEST_PAUSE)
        return self._lift(free, by)

    def _lift(self, condition, by):
        now = timezone.now()
        standing = Bounce.objects.standing().filter(condition, pk=self.pk)
        changed = standing.update(stopped_at=None, times=0, tested_at=now)
        self.refresh_from_db()
        if changed:
            apps.get_model("mail", "Mail").objects.follow_at(self.address)
            record("mail.address_tried_again", self, by=by)
        return bool(changed)
