"""Searches a person saved: they hear of what is written afterwards, once a day at most."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post
from forums.discussions.search.query import normal

MOST = 30  # of one person
EVERY = timedelta(days=1)
LONGEST_NAME = 80


class TooManySearches(Exception):
    """More than anybody hears of; says so in a sentence."""

    def __str__(self):
        return str(_("You keep %(most)s searches already. Take one away before.") % {"most": MOST})


class SavedSearchQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(person=person.pk).order_by("name", "pk")

    def due(self, now=None):
        """Those to be looked at by now, the longest waiting first."""
        return self.filter(tells=SavedSearch.NOTICE, look_at__lte=now or timezone.now()).order_by("look_at", "pk")


class SavedSearch(models.Model):
    NEVER, NOTICE = "never", "notice"
    TELLS = [(NOTICE, _("Tell me here of what is new")), (NEVER, _("Only keep it"))]

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    words = models.CharField(_("what is searched for"), max_length=200)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    tells = models.CharField(_("what you hear"), max_length=10, choices=TELLS, default=NOTICE)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    look_at = models.DateTimeField(help_text=_("When it is looked at next."))
    told_at = models.DateTimeField(_("last told"), null=True, blank=True)
    last_seen_post = models.BigIntegerField(default=0, help_text=_("What is written after this post is new."))
    told_from_post = models.BigIntegerField(default=0, help_text=_("The same for the notice that waits."))

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["person", "words"], name="search_saved_once"),
            models.CheckConstraint(condition=Q(tells__in=["never", "notice"]), name="saved_search_tells_known"),
            models.CheckConstraint(condition=~Q(words=""), name="saved_search_has_words"),
        ]
        indexes = [models.Index("look_at", name="saved_search_due", condition=Q(tells="notice"))]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("forums:saved_search", args=[self.pk])

    @property
    def notice_key(self):
        return f"search:{self.pk}"

    @property
    def is_told(self):
        return self.tells == self.NOTICE

    @classmethod
    @transaction.atomic
    def keep(cls, words, *, by, now=None):
        """Save a search; returns (SavedSearch, whether it is new). Done twice, there is one. Raises TooManySearches."""
        words, now = normal(words), now or timezone.now()
        get_user_model().objects.select_for_update().get(pk=by.pk)  # two at once are counted one after the other
        kept = cls.objects.filter(person=by.pk, words=words).first()
        if kept:
            return kept, False
        if cls.objects.filter(person=by.pk).count() >= MOST:
            raise TooManySearches
        newest = Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        about = {"name": words[:LONGEST_NAME], "saved_at": now, "look_at": now + EVERY, "last_seen_post": newest}
        return cls.objects.create(person_id=by.pk, words=words, **about), True

    def rename(self, name):
        """Call it `name`; nothing is its words again."""
        self.name = (" ".join(name.split()) or self.words)[:LONGEST_NAME]
        self.save(update_fields=["name"])

    @transaction.atomic
    def choose(self, tells, now=None):
        """Hear of what is new from now on, or only keep it."""
        if tells == self.tells:
            return
        if tells == self.NOTICE:
            self.last_seen_post = Post.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            self.look_at = (now or timezone.now()) + EVERY
        self.tells = tells
        self.save(update_fields=["tells", "look_at", "last_seen_post"])

    @transaction.atomic
    def drop(self):
        """Keep it no longer; what was told of it goes too."""
        self.person.notices.filter(key=self.notice_key).delete()
        self.delete()

    @classmethod
    def look_due(cls, look, now=None, most=500):
        """Claim what is due, one by one, at most so many, and `look` at it in the same transaction; returns how many.

        Two workers never claim the same, and what is not reached now is the first the next time.
        """
        now = now or timezone.now()
        for count in range(most):
            with transaction.atomic():
                due = cls.objects.due(now).select_for_update(skip_locked=True, of=["self"])
                search = due.select_related("person").first()
                if search is None:
                    return count
                search.look_at = now + EVERY
                search.save(update_fields=["look_at"])
                look(search, now)
        return most
