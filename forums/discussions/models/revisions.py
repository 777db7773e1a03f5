"""The texts a post had before."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """Text number `version` of a post that has been edited since: who wrote it, and when it stood."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    format = models.CharField(max_length=10, default="markdown")
    title = models.CharField(max_length=200, blank=True, help_text=_("Of the topic, where it is its first post."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(help_text=_("When this text was written."))

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once_per_version")]

    def __str__(self):
        return f"{self.post}, text {self.version}"
