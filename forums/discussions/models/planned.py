"""Topics that wait for their hour: written now, published by the clock as if sent then."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Planned(models.Model):
    """A topic to be published at `due_at`, with what its form held. Nobody but its author sees it before."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="planned_topics")
    board = models.ForeignKey("discussions.Board", models.CASCADE, related_name="planned", verbose_name=_("board"))
    title = models.CharField(_("title"), max_length=200)
    fields = models.JSONField(default=dict)
    due_at = models.DateTimeField(_("to be published"))
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    topic = models.OneToOneField("discussions.Topic", models.CASCADE, null=True, blank=True, related_name="planned")
    refused = models.CharField(_("why it could not be published"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("planned topic")
        verbose_name_plural = _("planned topics")
        indexes = [models.Index("due_at", name="planned_due", condition=Q(topic=None, refused=""))]

    def __str__(self):
        return self.title
