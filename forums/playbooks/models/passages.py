"""Passages: a paragraph or a few, with the posts behind them, and every text they had."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions import markdown
from forums.discussions.models import Post, Topic
from members.audit.log import record

from .reading import PassageQuerySet, SourceQuerySet
from .refusals import NothingBehindIt, Overtaken

MOST_SOURCES = 12  # posts behind one passage


class Passage(models.Model):
    """A heading and a text. What was taken out keeps its row, with its texts."""

    playbook = models.ForeignKey("playbooks.Playbook", models.CASCADE, related_name="passages")
    position = models.PositiveSmallIntegerField(_("position"))
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"))
    html = models.TextField(editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    removed_at = models.DateTimeField(_("taken out"), null=True, blank=True)

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(heading=""), name="passage_has_a_heading")]

    def __str__(self):
        return self.heading

    @property
    def anchor(self):
        return f"passage-{self.pk}"

    @classmethod
    @transaction.atomic
    def add(cls, playbook, *, by, heading, text, posts, why="", now=None):
        """A passage at the end, that stands on `posts`; returns it. Raises NotTheirs and NothingBehindIt."""
        playbook.hold(by)
        last = playbook.passages.order_by("-position").values_list("position", flat=True).first() or 0
        passage = cls(playbook=playbook, position=last + 1)
        passage._say(heading, text)
        passage.save(force_insert=True)
        passage._stand_on(posts, by)
        Wording.keep(passage, by=by, why=why, now=now)
        playbook.count_words()
        record("playbooks.passage_added", playbook, by=by, passage=passage.pk)
        return passage

    @transaction.atomic
    def revise(self, *, by, heading, text, posts, why="", version=None, now=None):
        """Another text, or other posts behind it. The same again changes nothing.

        `version` is the text its writer had before them. Raises NotTheirs, NothingBehindIt and Overtaken.
        """
        self.playbook.hold(by)
        self.refresh_from_db()
        says_the_same = (self.heading, self.text) == (heading, text)
        if not says_the_same and version is not None and version != self.version:
            raise Overtaken(self)
        stands_on_others = self._stand_on(posts, by)
        if says_the_same and not stands_on_others:
            return
        self._say(heading, text)
        self.version += 1
        self.save(update_fields=["heading", "text", "html", "word_count", "version"])
        Wording.keep(self, by=by, why=why, now=now)
        self.playbook.count_words()
        record("playbooks.passage_revised", self.playbook, by=by, passage=self.pk, version=self.version, why=why)

    @transaction.atomic
    def remove(self, *, by, now=None):
        """Take it out; its texts are kept. Done twice, the first moment stays."""
        self.playbook.hold(by)
        changed = Passage.objects.filter(pk=self.pk, removed_at=None).update(removed_at=now or timezone.now())
        self.refresh_from_db(fields=["removed_at"])
        if changed:
            self.playbook.count_words()
            record("playbooks.passage_removed", self.playbook, by=by, passage=self.pk)

    @transaction.atomic
    def rise(self, *, by):
        """Stand one place further up; the first stays where it is."""
        self.playbook.hold(by)
        self.refresh_from_db(fields=["position"])
        above = self.playbook.passages.standing().filter(position__lt=self.position).last()
        if above is not None:
            was = self.position
            Passage.objects.filter(pk=self.pk).update(position=above.position)
            Passage.objects.filter(pk=above.pk).update(position=was)
            self.refresh_from_db(fields=["position"])

    def _say(self, heading, text):
        self.heading, self.text = heading, text
        self.html = markdown.render(text, doc=f"p{self.pk or self.position}")
        self.word_count = len(markdown.plain_text(self.html).split())

    def _stand_on(self, posts, by):
        """Have exactly `posts` behind it; returns whether that changed. New ones are those that `by` may read."""
        there = set(self.sources.values_list("post", flat=True))
        named = {post.pk for post in posts}
        new = Post.objects.spoken().filter(pk__in=named - there, topic__in=Topic.objects.visible_to(by))
        keep = (named & there) | set(new.values_list("pk", flat=True))
        if not keep:
            raise NothingBehindIt
        if keep == there:
            return False
        self.sources.exclude(post__in=keep).delete()
        Source.objects.bulk_create(Source(passage=self, post_id=pk) for pk in sorted(keep - there))
        return True


class Source(models.Model):
    """A post behind a passage."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="sources")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    gone_told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("post behind a passage")
        verbose_name_plural = _("posts behind passages")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["passage", "post"], name="source_once_per_passage")]

    def __str__(self):
        return f"{self.passage}: {self.post}"

    @property
    def is_gone(self):
        return self.post.is_hidden or self.post.topic.hidden_at is not None


class Wording(models.Model):
    """A text that a passage has or had: who wrote it, when, and why it changed. Never changed itself."""

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="wordings")
    version = models.PositiveIntegerField(_("version"))
    heading = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"))
    posts = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text=_("What stood behind it: who may not read that, does not read this."),
    )
    why = models.CharField(_("why it changed"), max_length=250, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("text of a passage")
        verbose_name_plural = _("texts of passages")
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["passage", "version"], name="wording_once_per_version")]

    def __str__(self):
        return f"{self.heading} ({self.version})"

    @classmethod
    def keep(cls, passage, *, by, why, now=None):
        """Keep the text that `passage` has now."""
        said = {"heading": passage.heading, "text": passage.text, "why": why, "by": by}
        behind = list(passage.sources.values_list("post", flat=True))
        about = {"version": passage.version, "posts": behind, "at": now or timezone.now()}
        cls.objects.create(passage=passage, **about, **said)

    @classmethod
    def shown_to(cls, person, playbook):
        """Every text of every passage of `playbook`, the newest first; `is_closed` where it stood on a post that
        `person` may not read. Two queries."""
        wordings = list(cls.objects.filter(passage__playbook=playbook).select_related("passage", "by"))
        named = {pk for wording in wordings for pk in wording.posts}
        posts = Post.objects.spoken().filter(pk__in=named, topic__in=Topic.objects.visible_to(person))
        read = set(posts.values_list("pk", flat=True))
        for wording in wordings:
            wording.is_closed = not read.issuperset(wording.posts)
        return wordings
