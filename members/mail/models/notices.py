"""Notices: news inside the portal."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import sights


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def shown_to(self, person):
        """The notices of `person`, without those of things they may not see any more, or which are not there."""
        shown = self.filter(person=person.pk)
        for thing, standing in sights.all_sights():
            shown = shown.filter(~Q(thing=thing) | Q(standing(person)))
        return shown

    def older_than(self, moment, pk):
        """What comes after the notice (`moment`, `pk`) in the list."""
        return self.filter(Q(created_at__lt=moment) | Q(created_at=moment, pk__lt=pk))

    def read(self, keys=None):
        """Mark these as read; with `keys`, only the notices with one of them. Returns how many changed."""
        unread = self.unread() if keys is None else self.unread().filter(key__in=keys)
        return unread.update(read_at=timezone.now())


class Notice(models.Model):
    """News for one person, inside the portal. What happens again to the same thing is told in the same notice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    headline = models.CharField(max_length=250)
    url = models.CharField(max_length=250)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    # What it is about, where the room that tells it says so: a thing, and the numbers of its parts from … to.
    thing = models.CharField(max_length=20, blank=True)
    thing_id = models.BigIntegerField(null=True, blank=True)
    first_number = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=1, help_text=_("Pieces of news in it, since it was last read."))
    voices = models.JSONField(default=list, help_text=_("Who: [id, name], the last one first."))
    is_private = models.BooleanField(default=False, help_text=_("Not among what staff look at."))

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_news"),
            models.CheckConstraint(
                condition=Q(thing="", thing_id=None) | (~Q(thing="") & Q(thing_id__isnull=False)),
                name="notice_names_its_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["person", "-created_at", "-id"], name="notice_by_day"),
        ]

    def __str__(self):
        return self.headline

    @property
    def is_new(self):
        return self.read_at is None

    @property
    def is_several(self):
        """Whether the headline leaves out that there was more than one piece of news."""
        return self.count > max(len(self.voices), 1)
