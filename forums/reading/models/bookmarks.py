"""Posts a person keeps, with a note to themselves and a day on which to be reminded."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post, Topic
from members.mail.rounds import zone_of

HOUR = 9  # of the person's own clock


class BookmarkQuerySet(models.QuerySet):
    def of(self, person):
        """Those of `person` whose posts they may read now, with all that a list shows."""
        posts = self.filter(person=person.pk, post__topic__in=Topic.objects.visible_to(person))
        return posts.select_related("post__topic__board", "post__author").defer("post__body", "post__html")

    def due(self, now=None):
        """Those to be reminded of by now."""
        return self.filter(remind_at__lte=now or timezone.now(), reminded_at=None).order_by("remind_at", "pk")


class Bookmark(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    post = models.ForeignKey(Post, models.CASCADE, related_name="bookmarks")
    note = models.CharField(_("note to yourself"), max_length=250, blank=True)
    kept_at = models.DateTimeField(_("kept"), default=timezone.now)
    remind_at = models.DateTimeField(_("reminder"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept post")
        verbose_name_plural = _("kept posts")
        constraints = [
            models.UniqueConstraint(fields=["person", "post"], name="kept_once"),
            models.CheckConstraint(
                condition=Q(reminded_at=None) | Q(remind_at__isnull=False), name="reminded_of_what_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="bookmark_of_person"),
            models.Index("remind_at", name="bookmark_due", condition=Q(reminded_at=None, remind_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.person}: {self.post}"

    @property
    def is_to_be_reminded(self):
        return self.remind_at is not None and self.reminded_at is None

    @classmethod
    @transaction.atomic
    def keep(cls, *, post, by, note=None, remind_on=None):
        """Keep `post`, with a note where one is given; on the day `remind_on` (of theirs) they hear of it at HOUR.

        Done twice, there is one; None for the day takes a reminder away. Returns the Bookmark.
        """
        bookmark, _new = cls.objects.select_for_update().get_or_create(person_id=by.pk, post=post)
        moment = datetime.combine(remind_on, time(HOUR), zone_of(by)) if remind_on else None
        if moment != bookmark.remind_at:
            bookmark.remind_at, bookmark.reminded_at = moment, None
        bookmark.note = bookmark.note if note is None else note
        bookmark.save(update_fields=["note", "remind_at", "reminded_at"])
        return bookmark

    @classmethod
    def drop(cls, *, post, by):
        """Keep it no longer. Where it was not kept, nothing happens."""
        cls.objects.filter(post=post, person=by.pk).delete()

    @classmethod
    def remind_due(cls, tell, now=None):
        """Claim what is due, one by one, and `tell` of it in the same transaction; returns how many.

        What its person may no longer read is passed over in silence. Two workers never claim the same.
        """
        now, count = now or timezone.now(), 0
        while True:
            with transaction.atomic():
                due = cls.objects.due(now).select_for_update(skip_locked=True, of=["self"])
                bookmark = due.select_related("person", "post__author").first()
                if bookmark is None:
                    return count
                bookmark.reminded_at = max(now, bookmark.remind_at)
                bookmark.save(update_fields=["reminded_at"])
                topic = Topic.objects.visible_to(bookmark.person).filter(pk=bookmark.post.topic_id).first()
                if topic and bookmark.person.is_active and not bookmark.post.is_hidden:
                    bookmark.post.topic = topic
                    tell(bookmark)
                    count += 1


def days_to_choose(today):
    """{name: day} of the reminders one can ask for by name: tomorrow, and the next Monday that is not tomorrow."""
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=7 - today.weekday())
    return {"tomorrow": tomorrow, "week": monday if monday > tomorrow else monday + timedelta(days=7)}
