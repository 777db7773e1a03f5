"""Tags: what a topic is about, in one word that everyone uses."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from members.subjects.models import Subject


class Tag(models.Model):
    """A word for topics. A synonym leads to the word that is used in its place."""

    name = models.CharField(_("tag"), max_length=40, unique=True)
    slug = models.SlugField(_("address"), max_length=40, unique=True)
    about = models.CharField(_("what it means"), max_length=200, blank=True)
    synonym_of = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="synonyms", verbose_name=_("means the same as")
    )
    subject = models.ForeignKey(
        Subject, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("subject of CX")
    )
    topic_count = models.PositiveIntegerField(_("topics"), default=0, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(synonym_of=F("id")), name="tag_no_synonym_of_itself"),
        ]

    def __str__(self):
        return self.name


class Tagging(models.Model):
    """One tag on one topic."""

    topic = models.ForeignKey("discussions.Topic", models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings")

    class Meta:
        verbose_name = _("tag of a topic")
        verbose_name_plural = _("tags of topics")
        constraints = [models.UniqueConstraint(fields=["topic", "tag"], name="tagged_once")]

    def __str__(self):
        return f"{self.topic}: {self.tag}"
