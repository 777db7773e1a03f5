"""Watch words: what staff want a moderator to see, or nobody."""

import re

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class WatchWord(models.Model):
    FLAG, HOLD, REJECT = "flag", "hold", "reject"
    KINDS = [
        (FLAG, _("Publish it, and let a moderator look")),
        (HOLD, _("Hold it until a moderator has looked")),
        (REJECT, _("Do not take it")),
    ]

    pattern = models.CharField(
        _("word or phrase"),
        max_length=80,
        help_text=_("As people write it, capitals or not. A * stands for the rest of a word: “casino*”."),
    )
    kind = models.CharField(
        _("what happens"),
        max_length=6,
        choices=KINDS,
        default=FLAG,
        help_text=_("What members write is published in any case: for them, each of these lets a moderator look."),
    )
    why = models.CharField(
        _("why"), max_length=200, help_text=_("For moderators; where a text is not taken, its writer reads it too.")
    )
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("For your own order."))

    class Meta:
        verbose_name = _("watch word")
        verbose_name_plural = _("watch words")
        ordering = ["pattern"]
        constraints = [
            models.UniqueConstraint(
                Lower("pattern"),
                name="watched_once",
                violation_error_message=_("This word is watched for already."),
            ),
            models.CheckConstraint(condition=Q(kind__in=["flag", "hold", "reject"]), name="watch_word_kind_known"),
        ]

    def __str__(self):
        return self.pattern

    @cached_property
    def _expression(self):
        words = r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in self.pattern.split())
        return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)

    def is_in(self, text):
        return bool(self.pattern.strip(" *")) and self._expression.search(text) is not None

    @classmethod
    def found_in(cls, text):
        """The WatchWords that `text` has; one query."""
        return [word for word in cls.objects.all() if word.is_in(text)]
