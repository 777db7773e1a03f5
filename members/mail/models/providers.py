"""What a provider has told us already."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

REPLAY = timedelta(days=7)  # what is older is not listened to; what is younger is remembered


class ProviderEvent(models.Model):
    """One thing a provider told us, so that it counts once however often it is told."""

    provider = models.CharField(max_length=40)
    event = models.CharField(max_length=200)
    told_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="told_by_provider_once")]

    def __str__(self):
        return f"{self.provider}: {self.event}"
