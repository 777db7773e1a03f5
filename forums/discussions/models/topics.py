"""Topics: a title and its posts, with the columns that lists need kept on the row."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience
from members.audit.log import record

from ..signals import post_added, topic_restored
from ..slugs import slug_of
from .attachments import Attachment
from .boards import Board
from .contexts import ContextCard
from .mentions import Mention
from .polls import Poll
from .posts import Post
from .searching import PostSearch
from .stories import Story
from .tags import Tagging
from .topic_lists import TopicQuerySet

MOST_PINNED = 3  # on one board


class Closed(Exception):
    """The topic takes no more replies."""


class NotAllowed(Exception):
    """This person may not do that here."""


class TooManyPinned(Exception):
    """More would stand first than anybody reads; says so in a sentence."""

    def __str__(self):
        words = _("%(most)s topics stand first on this board already. Take one off before.")
        return words % {"most": MOST_PINNED}


class Topic(models.Model):
    DISCUSSION, QUESTION, PRACTICE, FAILURE = "discussion", "question", "practice", "failure"
    ANNOUNCEMENT, POLL = "announcement", "poll"
    KINDS = [
        (DISCUSSION, _("Discussion")),
        (QUESTION, _("Question")),
        (PRACTICE, _("Story of practice")),
        (FAILURE, _("Story of failure")),
        (ANNOUNCEMENT, _("Announcement")),
        (POLL, _("Poll")),
    ]

    board = models.ForeignKey(Board, models.PROTECT, related_name="topics", verbose_name=_("board"))
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=DISCUSSION)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="topics", verbose_name=_("started by")
    )
    excerpt = models.CharField(max_length=250, blank=True, editable=False)
    created_at = models.DateTimeField(_("started"), default=timezone.now)
    token = models.UUIDField(null=True, unique=True, editable=False)

    # Kept by the verbs under this row's lock, so that a list reads one table.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    post_count = models.PositiveIntegerField(default=0, editable=False)
    last_posted_at = models.DateTimeField(_("last post"), default=timezone.now, editable=False)
    last_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    accepted_count = models.PositiveSmallIntegerField(default=0, editable=False, help_text=_("Answers that helped."))
    first_answer_at = models.DateTimeField(null=True, editable=False, help_text=_("When somebody else first wrote."))
    promised_until = models.DateTimeField(null=True, editable=False, help_text=_("An answer is promised until then."))
    speaks_as = models.CharField(max_length=200, blank=True, editable=False, help_text=_("In place of a name."))
    last_speaks_as = models.CharField(max_length=200, blank=True, editable=False)

    tag_names = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    everyone_edits = models.BooleanField(
        _("anyone may improve the first post"),
        default=False,
        help_text=_("Everyone who may write here can edit the first post; each change is kept with its name."),
    )

    pinned_at = models.DateTimeField(_("pinned"), null=True, blank=True)
    pinned_until = models.DateTimeField(_("pinned until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["discussion", "question", "practice", "failure", "announcement", "poll"]),
                name="topic_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(pinned_until=None) | Q(pinned_at__isnull=False), name="topic_pinned_before_it_ends"
            ),
            models.CheckConstraint(condition=Q(post_count__lte=F("last_number")), name="topic_counts_its_posts"),
        ]
        indexes = [
            models.Index(F("last_posted_at").desc(), F("id").desc(), name="topic_latest", condition=Q(hidden_at=None)),
            models.Index(
                "board", F("last_posted_at").desc(), F("id").desc(), name="topic_board", condition=Q(hidden_at=None)
            ),
            models.Index(
                F("last_posted_at").desc(),
                F("id").desc(),
                name="topic_unanswered",
                condition=Q(kind="question", post_count__lte=1, closed_at=None, hidden_at=None),
            ),
            models.Index("author", F("last_posted_at").desc(), name="topic_author"),
            models.Index("board", name="topic_pinned", condition=Q(pinned_at__isnull=False)),
            GinIndex(SearchVector("title", config="portal"), name="topic_title_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("forums:topic", args=[self.pk, self.slug])

    @classmethod
    def kinds_open_to(cls, person, board):
        """The kinds of topic `person` may start on `board`, in the order of KINDS.

        Announcements are for moderators and staff, and for those whom a board names as its writers. A story of failure
        is told among members: never where strangers or mere accounts read.
        """
        speaks_for_board = person.is_moderator or person.is_staff or board.posting == Audience.GROUP
        closed = set() if speaks_for_board else {cls.ANNOUNCEMENT}
        if not board.is_among_members:
            closed.add(cls.FAILURE)
        return [kind for kind, _label in cls.KINDS if kind not in closed]

    @property
    def voice(self):
        """Who began it, in words: a name, or what a nameless author is known by."""
        return self.speaks_as or str(self.author)

    @property
    def last_voice(self):
        """Who spoke last, in words."""
        return self.last_speaks_as or str(self.last_author)

    @property
    def reply_count(self):
        return max(self.post_count - 1, 0)

    @property
    def is_question(self):
        return self.kind == self.QUESTION

    @property
    def is_story(self):
        return self.kind in (self.PRACTICE, self.FAILURE)

    @property
    def is_pinned(self):
        """Whether it stands first on its board now; a pin with an end needs nobody to take it away."""
        return self.pinned_at is not None and (self.pinned_until is None or self.pinned_until > timezone.now())

    @property
    def is_unanswered(self):
        return self.is_question and self.post_count <= 1 and self.closed_at is None

    def can_be_replied_to_by(self, person):
        return self.board.can_be_posted_to_by(person) and (self.closed_at is None or person.is_moderator)

    def can_be_closed_by(self, person):
        """The person who started a topic may close it, and moderators."""
        return person.is_authenticated and (person.pk == self.author_id or person.is_moderator)

    def can_be_pinned_by(self, person):
        return person.is_authenticated and person.is_moderator

    def can_be_renamed_by(self, person):
        """Its author while it is open, and moderators, may change the title and what is said of its context."""
        if not person.is_authenticated or not person.is_active:
            return False
        own = person.pk == self.author_id and self.closed_at is None and self.hidden_at is None
        return (own and self.board.can_be_posted_to_by(person)) or person.is_moderator

    @classmethod
    @transaction.atomic
    def start(
        cls,
        *,
        board,
        by,
        title,
        body="",
        kind=DISCUSSION,
        story=None,
        context=None,
        tags=(),
        poll=None,
        everyone_edits=False,
        files=None,
        token=None,
        now=None,
    ):
        """Open a topic with its first post; returns the Topic.

        `story` holds the parts of a Story in place of `body`, `context` those of a ContextCard: {part: text}; `tags`
        are names; `poll` holds what Poll.ask takes.
        `files` is the draft under which files were sent for it. `token` is a UUID of the form it came from: the same
        one again returns the topic it made before.
        Raises NotAllowed when `by` may not write in `board`, or not this kind of topic.
        """
        if not board.can_be_posted_to_by(by) or kind not in cls.kinds_open_to(by, board):
            raise NotAllowed
        now = now or timezone.now()
        topic = cls(
            board=board,
            kind=kind,
            title=title,
            slug=slug_of(title),
            author=by,
            created_at=now,
            last_posted_at=now,
            everyone_edits=everyone_edits,
            token=token,
        )
        try:
            with transaction.atomic():
                topic.save(force_insert=True)
        except IntegrityError:
            return cls.objects.get(token=token, author=by)
        Tagging.put(topic, tags)  # before the post is told of: some follow the tag
        first = topic._add(by=by, body=Story.tell(topic, story) if story else body, files=files, now=now)
        ContextCard.put(topic, context)
        if poll:
            Poll.ask(first, **poll)
        return topic

    @transaction.atomic
    def reply(self, *, by, body, reply_to=None, files=None, token=None, now=None):
        """Add a post; returns the Post.

        `reply_to` is the number of the post it answers, `files` the draft under which files were sent for it. `token`
        is a UUID of the form it came from: the same one again returns the post it made before. Raises Closed, also
        when the topic was closed a moment ago, and NotAllowed when `by` may not write here.
        """
        if not self.board.can_be_posted_to_by(by):
            raise NotAllowed
        self.refresh_from_db(from_queryset=Topic.objects.select_for_update(of=["self"]).select_related("board"))
        if token and (earlier := self.posts.filter(token=token, author=by).first()):
            return earlier
        if not self.can_be_replied_to_by(by):
            raise Closed
        if reply_to is not None and not self.posts.filter(number=reply_to).exists():
            reply_to = None
        return self._add(by=by, body=body, reply_to=reply_to, files=files, token=token, now=now or timezone.now())

    def retitle(self, *, by, title):
        """Give it another title; the first post keeps the earlier one in its history."""
        first = self.posts.get(number=1)
        first.edit(by=by, body=first.markdown, title=title)
        self.refresh_from_db(fields=["title", "slug"])

    @transaction.atomic
    def rename(self, *, by, title):
        """Give it another title; the address follows, and the old one leads to it. Called by Post.edit."""
        if title == self.title:
            return
        was, self.title, self.slug = self.title, title, slug_of(title)
        self.save(update_fields=["title", "slug"])
        PostSearch.index(post_ids=self.posts.filter(number=1).values_list("pk", flat=True))
        record("discussions.renamed", self, by=by, was=was)

    @transaction.atomic
    def pin(self, *, by, until=None, now=None):
        """Stand first on its board, until the moment `until` or until somebody takes it off.

        Raises TooManyPinned when MOST_PINNED others are pinned on that board.
        """
        now = now or timezone.now()
        Board.objects.select_for_update().get(pk=self.board_id)  # two pins at once are counted one after the other
        if self.board.topics.pinned(now).exclude(pk=self.pk).count() >= MOST_PINNED:
            raise TooManyPinned
        changed = not self.is_pinned or self.pinned_until != until
        self.pinned_at, self.pinned_until = (self.pinned_at if self.is_pinned else now), until
        self.save(update_fields=["pinned_at", "pinned_until"])
        if changed:
            record("discussions.pinned", self, by=by, until=until and until.isoformat())

    @transaction.atomic
    def unpin(self, *, by):
        """Stand among the others again."""
        changed = Topic.objects.filter(pk=self.pk, pinned_at__isnull=False).update(pinned_at=None, pinned_until=None)
        self.refresh_from_db(fields=["pinned_at", "pinned_until"])
        if changed:
            record("discussions.unpinned", self, by=by)

    @transaction.atomic
    def let_everyone_edit(self, allowed, *, by):
        """Allow, or no longer allow, everyone who may write here to improve the first post."""
        changed = Topic.objects.filter(pk=self.pk).exclude(everyone_edits=allowed).update(everyone_edits=allowed)
        self.everyone_edits = allowed
        if changed:
            record("discussions.opened_to_edits" if allowed else "discussions.closed_to_edits", self, by=by)

    @transaction.atomic
    def close(self, *, by, now=None):
        """Take no more replies. Done twice, the first moment stays."""
        changed = Topic.objects.filter(pk=self.pk, closed_at=None).update(closed_at=now or timezone.now(), closed_by=by)
        self.refresh_from_db(fields=["closed_at", "closed_by"])
        if changed:
            record("discussions.closed", self, by=by)

    @transaction.atomic
    def reopen(self, *, by):
        """Take replies again."""
        changed = Topic.objects.filter(pk=self.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None)
        self.refresh_from_db(fields=["closed_at", "closed_by"])
        if changed:
            record("discussions.reopened", self, by=by)

    @transaction.atomic
    def hide(self, *, by, reason="", now=None):
        """Keep the topic from everyone but moderators. Done twice, the first moment stays."""
        changed = Topic.objects.filter(pk=self.pk, hidden_at=None).update(hidden_at=now or timezone.now(), hidden_by=by)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.hidden", self, by=by, reason=reason)

    @transaction.atomic
    def restore(self, *, by, reason=""):
        """Show a hidden topic again."""
        changed = Topic.objects.filter(pk=self.pk, hidden_at__isnull=False).update(hidden_at=None, hidden_by=None)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.restored", self, by=by, reason=reason)
            topic_restored.send(sender=Topic, topic=self)

    def _add(self, *, by, body, now, reply_to=None, files=None, token=None):
        """The next post, numbered under this row's lock, with the topic's own columns and the news of it."""
        post = Post(
            topic=self,
            number=self.last_number + 1,
            author=by,
            body=body,
            created_at=now,
            reply_to_number=reply_to,
            token=token,
        )
        post.render()
        post.save(force_insert=True)
        self.last_number = post.number
        self.post_count += 1
        self.last_posted_at = now
        self.last_author = by
        if post.number == 1:
            self.excerpt = post.excerpt
        self.save(update_fields=["last_number", "post_count", "last_posted_at", "last_author", "excerpt"])
        PostSearch.index(post_ids=[post.pk])
        if files:
            Attachment.settle(post, files, by=by)
        Mention.note(post)  # first: to be called by name is the better reason to hear of it
        post_added.send(sender=Post, post=post)
        return post
