"""Objections: what somebody says against a sanction, once. Another moderator reads it, as a case of the queue."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .sanctions import Sanction

EXCERPT = 250


class Objection(models.Model):
    sanction = models.OneToOneField(
        Sanction, models.CASCADE, related_name="objection", verbose_name=_("silence or suspension")
    )
    words = models.TextField(_("what they say"), max_length=3000)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="objection_says_something")]

    def __str__(self):
        return f"{self.person}: {self.sanction.get_kind_display()}"

    # --- What a case asks of what it is about (case_about.py) -------------------------------------------------------

    is_nameless = is_new_topic = False

    @property
    def person(self):
        return self.sanction.person

    @property
    def voice(self):
        return str(self.person)

    @property
    def title(self):
        said = _now("%(name)s objects to being silenced") if self.sanction.is_silence else ""
        return (said or _now("%(name)s objects to being suspended")) % {"name": self.person}

    @property
    def excerpt(self):
        return Truncator(" ".join(self.words.split())).chars(EXCERPT)

    @property
    def html(self):
        return mark_safe(linebreaks(self.words, autoescape=True))  # noqa: S308  escaped there

    def is_by(self, person):
        return self.sanction.person_id == person.pk
