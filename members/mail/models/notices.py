"""Notices: news inside the portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def read(self, keys=None):
        """Mark these as read; with `keys`, only the notices with one of them. Returns how many changed."""
        unread = self.unread() if keys is None else self.unread().filter(key__in=keys)
        return unread.update(read_at=timezone.now())


class Notice(models.Model):
    """One piece of news for one person, inside the portal."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    headline = models.CharField(max_length=250)
    url = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_news")]
        indexes = [
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["person", "-id"], name="notice_of_person"),
        ]

    def __str__(self):
        return self.headline

    @property
    def is_new(self):
        return self.read_at is None
