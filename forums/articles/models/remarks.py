"""What an author and the editors say to each other about an article: with each step, and only the two read it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    """One step on the way of an article, with the words that went with it."""

    SENT, TAKEN_BACK, CHANGES, DECLINED = "sent", "taken_back", "changes", "declined"
    SCHEDULED, UNSCHEDULED, PUBLISHED = "scheduled", "unscheduled", "published"
    STEPS = [
        (SENT, _("sent it to the editors")),
        (TAKEN_BACK, _("took it back")),
        (CHANGES, _("asked for changes")),
        (DECLINED, _("said no to it")),
        (SCHEDULED, _("gave it an hour")),
        (UNSCHEDULED, _("took its hour away")),
        (PUBLISHED, _("published it")),
    ]

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="remarks", verbose_name=_("article"))
    step = models.CharField(_("step"), max_length=12, choices=STEPS)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    words = models.TextField(_("words"), blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("step of an article")
        verbose_name_plural = _("steps of articles")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    step__in=["sent", "taken_back", "changes", "declined", "scheduled", "unscheduled", "published"]
                ),
                name="remark_step_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(step__in=["changes", "declined"], words=""), name="remark_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.article}: {self.get_step_display()}"
