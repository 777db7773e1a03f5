"""Who is named in a post, by @ and their handle."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mention(models.Model):
    """A person named in a post who may read it. One row however often they are named, or the post edited."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["post", "person"], name="mentioned_once_per_post")]

    def __str__(self):
        return f"{self.person} in {self.post}"
