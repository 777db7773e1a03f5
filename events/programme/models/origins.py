"""Where an imported event came from, with what was said of it there."""

from django.db import models


class EventOrigin(models.Model):
    """Found again by its key at the next run. What staff changed here meanwhile stays."""

    event = models.OneToOneField("programme.Event", models.CASCADE, related_name="origin")
    source = models.CharField(max_length=80, help_text="The list it came from.")
    key = models.CharField(max_length=250, help_text="What names it there.")
    said = models.JSONField(default=dict, help_text="The fields as the source gave them last.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="event_imported_once")]

    def __str__(self):
        return f"{self.source}: {self.key}"
