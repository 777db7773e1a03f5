"""Which digests were written, and which news each person has had in one."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """One digest that was written, or that told nothing because a part of the portal could not say its news."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person")
    )
    due_on = models.DateField(_("of"), help_text=_("The day it was due, by the person's calendar."))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    headline = models.CharField(_("the best of it"), max_length=250, blank=True)
    item_count = models.PositiveSmallIntegerField(_("items"), default=0)
    left_out = models.JSONField(_("left out"), default=list, blank=True, help_text=_("Sections that failed."))

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "due_on"], name="one_digest_a_day")]

    def __str__(self):
        return f"{self.headline or _('nothing to tell')} → {self.person}"


class DigestEntry(models.Model):
    """One piece of news that one person had in a digest: the ledger that keeps it from coming again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_entries")
    key = models.CharField(max_length=160)
    digest = models.ForeignKey(Digest, models.CASCADE, related_name="entries")

    class Meta:
        verbose_name = _("told in a digest")
        verbose_name_plural = _("told in digests")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]

    def __str__(self):
        return f"{self.key} → {self.person}"
