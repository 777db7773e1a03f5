"""Held texts: written and sent, and not there for others until somebody has looked."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, Post, Topic


class HeldQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(case__settled_at=None)

    def returned(self):
        """Those whose author was asked to revise them."""
        return self.filter(case__outcome="returned")

    def pending_of(self, person):
        """What `person` sees of theirs: what waits, and what is back with them."""
        pending = Q(case__settled_at=None) | Q(case__outcome="returned")
        return self.filter(pending, person=person.pk, post=None).order_by("at", "pk")


def with_their_files():
    """Which attachments belong to a text that has not been decided for good."""
    waiting = Held.objects.filter(post=None, files_key=OuterRef("draft_key"), person=OuterRef("person"))
    objectable = Q(case__outcome="refused", case__settled_at__gt=timezone.now() - timedelta(days=30))
    return Exists(waiting.filter(Q(case__settled_at=None) | Q(case__outcome="returned") | objectable))


class Held(models.Model):
    """A reply, or a topic with all its form held. `fields` is what was sent, {name: text}; nothing of it is lost."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_texts", verbose_name=_("written by")
    )
    board = models.ForeignKey(Board, models.CASCADE, related_name="+", verbose_name=_("board"))
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, related_name="held_replies", verbose_name=_("topic")
    )
    title = models.CharField(_("title"), max_length=200)
    fields = models.JSONField(default=dict)
    html = models.TextField(blank=True, editable=False)
    excerpt = models.CharField(max_length=250, blank=True, editable=False)
    speaks_as = models.CharField(max_length=200, blank=True, editable=False)
    key = models.CharField(max_length=100, editable=False)  # of the draft it was, and may become again
    files_key = models.CharField(max_length=120, blank=True, editable=False)
    token = models.UUIDField(null=True, unique=True, editable=False)
    at = models.DateTimeField(_("written"), default=timezone.now)
    post = models.OneToOneField(
        Post, models.SET_NULL, null=True, blank=True, related_name="held", verbose_name=_("what became of it")
    )

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("held text")
        verbose_name_plural = _("held texts")
        ordering = ["at", "pk"]
        indexes = [
            models.Index("person", "at", name="held_of_person"),
            models.Index("topic", "person", name="held_in_topic", condition=Q(post=None)),
        ]

    def __str__(self):
        return self.title

    @property
    def is_nameless(self):
        return bool(self.speaks_as)

    @property
    def voice(self):
        """Who will speak, in words; the words readers would see where it is to go out without a name."""
        return self.speaks_as or str(self.person)

    def is_by(self, person):
        return self.person_id == person.pk

    @property
    def body(self):
        return self.fields.get("body", "")
