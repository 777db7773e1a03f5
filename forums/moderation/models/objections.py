"""Objections: what somebody says against a sanction, or against what was decided about their text, once. Another
moderator reads it, as a case of the queue."""

from django.conf import settings
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
        Sanction,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="objection",
        verbose_name=_("silence or suspension"),
    )
    decision = models.ForeignKey(
        "moderation.Case",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("decision about a text"),
    )
    round = models.PositiveSmallIntegerField(null=True, editable=False)  # that the decided case was in
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    words = models.TextField(_("what they say"), max_length=3000)
    at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="objection_says_something"),
            models.CheckConstraint(
                condition=Q(sanction__isnull=False, decision=None, round=None, decided_by=None)
                | Q(sanction=None, decision__isnull=False, round__isnull=False, decided_by__isnull=False),
                name="objection_is_against_one_thing",
            ),
            models.UniqueConstraint(fields=["decision", "round"], name="objection_once_per_decision"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_against_a_text(self):
        """Whether it is against what was decided about a text, and not about a person."""
        return self.decision_id is not None

    @property
    def still_stands(self):
        """Whether what it is against is what was decided last about that text."""
        return self.decision.round == self.round and self.decision.settled_at is not None

    # --- What a case asks of what it is about (case_about.py) -------------------------------------------------------

    is_new_topic = False

    @property
    def person(self):
        return self.decision.author if self.is_against_a_text else self.sanction.person

    @property
    def is_nameless(self):
        return self.is_against_a_text and self.decision.is_nameless

    @property
    def voice(self):
        return self.decision.voice if self.is_against_a_text else str(self.person)

    @property
    def title(self):
        if self.is_against_a_text:
            return _now("An objection about “%(title)s”") % {"title": self.decision.title}
        said = _now("%(name)s objects to being silenced") if self.sanction.is_silence else ""
        return (said or _now("%(name)s objects to being suspended")) % {"name": self.person}

    @property
    def excerpt(self):
        return Truncator(" ".join(self.words.split())).chars(EXCERPT)

    @property
    def html(self):
        return mark_safe(linebreaks(self.words, autoescape=True))  # noqa: S308  escaped there

    def is_by(self, person):
        return self.decision.is_by(person) if self.is_against_a_text else self.sanction.person_id == person.pk
