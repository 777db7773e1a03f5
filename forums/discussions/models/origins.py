"""Where imported rows came from: found again at the next run, with what later rooms will show kept as it came."""

from django.conf import settings
from django.db import models


class Origin(models.Model):
    source = models.CharField(max_length=80, help_text="The community it came from.")
    external_id = models.BigIntegerField(help_text="Its id there.")
    details = models.JSONField(default=dict, blank=True, help_text="What later rooms show: likes, polls, an answer…")

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.source} {self.external_id}"


def once_per_source(name):
    return [models.UniqueConstraint(fields=["source", "external_id"], name=name)]


class PersonOrigin(Origin):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="origins")

    class Meta:
        constraints = once_per_source("person_imported_once")


class TopicOrigin(Origin):
    topic = models.OneToOneField("discussions.Topic", models.CASCADE, related_name="origin")

    class Meta:
        constraints = once_per_source("topic_imported_once")


class PostOrigin(Origin):
    post = models.OneToOneField("discussions.Post", models.CASCADE, related_name="origin")

    class Meta:
        constraints = once_per_source("post_imported_once")
