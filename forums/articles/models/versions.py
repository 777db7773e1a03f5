"""Every text an article ever had. Append-only: the database refuses to change a version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="versions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    sentence = models.CharField(_("in one sentence"), max_length=250, blank=True)
    body = models.TextField(_("text"))
    html = models.TextField(editable=False)
    change = models.CharField(_("what changed"), max_length=250, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once_per_article"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_numbers_start_at_1"),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"

    @property
    def safe_html(self):
        return mark_safe(self.html)

    @property
    def in_force_since(self):
        return self.article.version_in_force_since(self.number, self.at)
