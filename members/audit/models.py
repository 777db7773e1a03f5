"""What happened, who did it and to what: written by verbs in their own transaction, never changed afterwards."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet):
    def about(self, thing):
        """What happened to `thing`."""
        return self.filter(about_type=ContentType.objects.get_for_model(thing), about_id=thing.pk)


class Entry(models.Model):
    """One thing that happened. The database refuses to change or delete it (see the migration's trigger)."""

    at = models.DateTimeField(_("at"), auto_now_add=True)
    action = models.CharField(_("what"), max_length=80, help_text=_("room.past_tense, such as discussions.closed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
        help_text=_("Empty: the portal itself."),
    )
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    about_id = models.BigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    label = models.CharField(_("about"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_type", "about_id", "-id"], name="audit_about"),
            models.Index(fields=["action", "-id"], name="audit_action"),
        ]

    def __str__(self):
        return f"{self.action} · {self.label}"
