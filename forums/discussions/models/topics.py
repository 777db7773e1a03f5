"""Topics: a title and its posts, with the columns that lists need kept on the row."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience
from members.audit.log import record

from ..signals import post_added
from ..slugs import slug_of
from .attachments import Attachment
from .behind import Behind
from .boards import Board
from .contexts import ContextCard
from .evidence import Evidence
from .mentions import Mention
from .moved import MovedPost
from .moving import Merged, Moving
from .polls import Poll
from .posts import Post
from .searching import PostSearch
from .slow import Slow, TooSoon
from .spoken import Spoken
from .standing import Closed, Standing
from .stories import Story
from .tags import Tagging
from .topic_lists import TopicQuerySet
from .voices import settled


class NotAllowed(Exception):
    """This person may not do that here."""


class Topic(Spoken, Standing, Slow, Moving, models.Model):
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
    has_nameless = models.BooleanField(default=False, editable=False, help_text=_("Somebody speaks without a name."))

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

    closed_why = models.CharField(_("why it was closed"), max_length=300, blank=True, default="", db_default="")
    slow_minutes = models.PositiveSmallIntegerField(_("one post a person every … minutes"), null=True, blank=True)
    slow_until = models.DateTimeField(_("slow until"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("part of")
    )

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
            models.CheckConstraint(
                condition=Q(slow_until=None, slow_minutes=None)
                | Q(slow_until__isnull=False, slow_minutes__gte=1, slow_minutes__lte=1440),
                name="topic_slow_has_pace_and_end",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(hidden_at__isnull=False, last_number=0),
                name="topic_merged_is_empty",
            ),
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
            models.Index(
                F("promised_until").asc(nulls_last=True),
                F("last_posted_at").desc(),
                F("id").desc(),
                name="topic_promised",
                condition=Q(kind="question", post_count__lte=1, closed_at=None, hidden_at=None),
            ),
            models.Index(
                F("last_posted_at").desc(),
                F("id").desc(),
                name="topic_unsolved",
                condition=Q(kind="question", accepted_count=0, closed_at=None, hidden_at=None),
            ),
            models.Index("author", F("last_posted_at").desc(), name="topic_author"),
            models.Index("board", name="topic_pinned", condition=Q(pinned_at__isnull=False)),
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="topic_title_alike"),
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
    def last_voice(self):
        """Who spoke last, in words."""
        return self.last_speaks_as or str(self.last_author)

    @property
    def last_initials(self):
        """What stands in for the face of who spoke last."""
        return "" if self.last_speaks_as or not self.last_author else self.last_author.initials

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
    def is_unanswered(self):
        return self.is_question and self.post_count <= 1 and self.closed_at is None

    def can_be_replied_to_by(self, person):
        return self.board.can_be_posted_to_by(person) and (self.closed_at is None or person.is_moderator)

    def can_be_closed_by(self, person):
        """The person who started a topic may close it and open it again, but for what a moderator locked."""
        return person.is_authenticated and (person.is_moderator or (not self.is_locked and self.is_by(person)))

    def can_be_pinned_by(self, person):
        return person.is_authenticated and person.is_moderator

    def can_be_renamed_by(self, person):
        """Its author while it is open, and moderators, may change the title and what is said of its context."""
        if not person.is_authenticated or not person.is_active:
            return False
        own = self.is_by(person) and self.closed_at is None and self.hidden_at is None
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
        safely=False,
        shown_as=None,
        evidence=None,
        now=None,
    ):
        """Open a topic with its first post; returns the Topic.

        `story` holds the parts of a Story in place of `body`, `context` those of a ContextCard: {part: text}; `tags`
        are names; `poll` holds what Poll.ask takes.
        `files` is the draft under which files were sent for it. `token` is a UUID of the form it came from: the same
        one again returns the topic it made before.
        `safely` begins it without a name; `shown_as` are the words its writer was shown. It has no context card then:
        together with the words that would tell who they are. `evidence` is what Evidence.put takes.
        Raises NotAllowed when `by` may not write in `board`, or not this kind of topic; without a name NoVoice,
        AnotherVoice and FilesTell.
        """
        if by.is_silenced or not board.can_be_posted_to_by(by) or kind not in cls.kinds_open_to(by, board):
            raise NotAllowed
        if token and safely and (earlier := cls.objects.filter(token=token).first()) and earlier.is_by(by):
            return earlier  # the words may be others by now
        now = now or timezone.now()
        words = settled(by, board, shown_as=shown_as) if safely else ""
        topic = cls(
            board=board,
            kind=kind,
            title=title,
            slug=slug_of(title),
            author=_shown(by, words),
            speaks_as=words,
            created_at=now,
            last_posted_at=now,
            everyone_edits=everyone_edits,
            token=token,
        )
        try:
            with transaction.atomic():
                topic.save(force_insert=True)
        except IntegrityError:
            topic = cls.objects.get(token=token)
            if not topic.is_by(by):
                raise NotAllowed from None
            return topic
        Tagging.put(topic, tags)  # before the post is told of: some follow the tag
        text = Story.tell(topic, story) if story else body
        first = topic._add(by=by, body=text, files=files, words=words, evidence=evidence, now=now)
        ContextCard.put(topic, context)
        if poll:
            Poll.ask(first, **poll)
        return topic

    def reply(self, *, reply_to=None, **said):
        """Add a post; returns the Post. What was written for a topic that became a part of another goes there.

        Takes, and raises, what `_reply` does.
        """
        try:
            return self._reply(reply_to=reply_to, **said)
        except Merged as gone:
            other = Topic.objects.visible_to(said["by"]).filter(pk=gone.topic).select_related("board__group").first()
            if other is None:
                raise Closed from None
            answered = reply_to and MovedPost.place_of(self.pk, reply_to)
            there = answered.number if answered and answered.topic_id == other.pk else None
            return other.reply(reply_to=there, **said)

    @transaction.atomic
    def _reply(
        self,
        *,
        by,
        body,
        reply_to=None,
        files=None,
        token=None,
        safely=False,
        shown_as=None,
        evidence=None,
        now=None,
    ):
        """Add a post; returns the Post.

        `reply_to` is the number of the post it answers, `files` the draft under which files were sent for it. `token`
        is a UUID of the form it came from: the same one again returns the post it made before. Raises Closed, also
        when the topic was closed a moment ago, TooSoon where it is slow, and NotAllowed when `by` may not write here.
        `safely`, `shown_as` and `evidence` are those of `start`.
        """
        if by.is_silenced or not self.board.can_be_posted_to_by(by):
            raise NotAllowed
        self.refresh_from_db(from_queryset=Topic.objects.select_for_update(of=["self"]).select_related("board"))
        if self.merged_into_id:
            raise Merged(self.merged_into_id)
        if token and (earlier := Post.objects.filter(token=token).first()) and earlier.is_by(by):
            return earlier
        if not self.can_be_replied_to_by(by):
            raise Closed
        if turn := self.next_turn_of(by, now):
            raise TooSoon(self, turn)
        if reply_to is not None and not self.posts.filter(number=reply_to).exists():
            reply_to = None
        words = settled(by, self.board, self, shown_as=shown_as) if safely else ""
        told = {"reply_to": reply_to, "files": files, "token": token, "words": words, "evidence": evidence}
        return self._add(by=by, body=body, now=now or timezone.now(), **told)

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
        PostSearch.queue(topic=self, number__gt=1)
        record("discussions.renamed", self, by=by, was=was)

    def _is_written_by(self, person):
        return Behind.is_behind_topic(person, self)

    def _add(self, *, by, body, now, reply_to=None, files=None, token=None, words="", evidence=None):
        """The next post, numbered under this row's lock, with the topic's own columns and the news of it; said by
        `words` in place of a name, where there are any."""
        if words and files:
            Attachment.refuse_any(files, by=by)
        post = Post(
            topic=self,
            number=self.last_number + 1,
            author=_shown(by, words),
            speaks_as=words,
            body=body,
            created_at=now,
            reply_to_number=reply_to,
            token=token,
        )
        post.render()
        post.note_interest(by)
        post.save(force_insert=True)
        if words:
            Behind.keep(post, by)
        self.last_number = post.number
        self.post_count += 1
        self.last_posted_at = now
        self.last_author, self.last_speaks_as = post.author, words
        self.has_nameless = self.has_nameless or bool(words)
        columns = ["last_number", "post_count", "last_posted_at", "last_author", "last_speaks_as", "has_nameless"]
        if post.number == 1:
            self.excerpt = post.excerpt
            columns.append("excerpt")
        self.save(update_fields=columns)
        if evidence and any(evidence.values()):
            Evidence.put(post, **evidence)
        PostSearch.add(post)
        if files:
            Attachment.settle(post, files, by=by)
        Mention.note(post)  # first: to be called by name is the better reason to hear of it
        post_added.send(sender=Post, post=post)
        return post


def _shown(by, words):
    """Who stands as the author of what is said by `words`, or by name."""
    return get_user_model().objects.nameless() if words else by
