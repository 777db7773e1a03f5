"""Posts: what somebody said, with its HTML stored beside its source."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.log import record
from members.subjects.models import Interest

from .. import markdown
from ..signals import post_edited, topic_hidden, topic_restored
from .attachments import Attachment
from .evidence import Evidence
from .mentions import Mention, people_named
from .revisions import EditedMeanwhile, Revision
from .searching import PostSearch
from .spoken import Spoken

# What imported communities recorded of their staff, as sentences that follow a name.
ACTIONS = {
    "closed.enabled": _("closed this topic"),
    "closed.disabled": _("opened this topic again"),
    "archived.enabled": _("archived this topic"),
    "archived.disabled": _("took this topic out of the archive"),
    "pinned.enabled": _("pinned this topic"),
    "pinned.disabled": _("unpinned this topic"),
    "pinned_globally.enabled": _("pinned this topic everywhere"),
    "pinned_globally.disabled": _("unpinned this topic everywhere"),
    "visible.enabled": _("listed this topic"),
    "visible.disabled": _("unlisted this topic"),
    "split_topic": _("moved posts to a topic of their own"),
}
# Left at the places of posts that went to another topic: the first of a run speaks for those after it.
MOVED, MOVED_TOO = "moved", "moved_too"


class NotTheirs(Exception):
    """Somebody else wrote it, or it can no longer be taken back."""


class PostQuerySet(models.QuerySet):
    def spoken(self):
        """Posts that say something: no gaps, no staff actions, nothing hidden."""
        return self.filter(kind=Post.POST, hidden_at=None)

    def between(self, first, last):
        """Posts with numbers from `first` to `last`: an index range, at any length of topic."""
        return self.filter(number__range=(first, last)).order_by("number")


class Post(Spoken, models.Model):
    POST, ACTION, PLACEHOLDER = "post", "action", "placeholder"
    KINDS = [(POST, _("Post")), (ACTION, _("Staff action")), (PLACEHOLDER, _("Missing post"))]
    MARKDOWN, HTML = "markdown", "html"
    FORMATS = [(MARKDOWN, "Markdown"), (HTML, "HTML")]

    topic = models.ForeignKey("discussions.Topic", models.CASCADE, related_name="posts", verbose_name=_("topic"))
    number = models.PositiveIntegerField(_("number"), help_text=_("1 opens the topic; without gaps."))
    kind = models.CharField(_("kind"), max_length=12, choices=KINDS, default=POST)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="posts", verbose_name=_("by")
    )
    body = models.TextField(_("text"), blank=True)
    format = models.CharField(max_length=10, choices=FORMATS, default=MARKDOWN, editable=False)
    html = models.TextField(blank=True, editable=False)
    render_version = models.PositiveSmallIntegerField(default=0, editable=False)
    excerpt = models.CharField(max_length=250, blank=True, editable=False)
    word_count = models.PositiveIntegerField(default=0, editable=False)
    action = models.CharField(max_length=40, blank=True, editable=False)
    reply_to_number = models.PositiveIntegerField(_("answers post"), null=True, blank=True)
    token = models.UUIDField(null=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text=_("Counts its texts."))

    # Kept by the verbs of what hangs on a post, so that a page of a topic reads one table.
    reactions = models.JSONField(default=dict, blank=True, editable=False, help_text=_("How many of each kind."))
    has_poll = models.BooleanField(default=False, editable=False)
    has_files = models.BooleanField(default=False, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False, help_text=_("When it was said to have helped."))
    outcomes = models.JSONField(default=dict, blank=True, editable=False, help_text=_("What came of it, counted."))
    evidence = models.CharField(max_length=10, blank=True, editable=False, help_text=_("What the advice rests on."))
    seen = models.JSONField(default=dict, blank=True, editable=False, help_text=_("Who saw it work, counted."))
    interest = models.CharField(max_length=200, blank=True, editable=False, help_text=_("A declared interest."))
    speaks_as = models.CharField(max_length=200, blank=True, editable=False, help_text=_("In place of a name."))
    is_by_mail = models.BooleanField(default=False, db_default=False, editable=False)

    created_at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="post_number_once_per_topic"),
            models.CheckConstraint(condition=Q(number__gte=1), name="post_numbers_start_at_1"),
            models.CheckConstraint(condition=Q(kind__in=["post", "action", "placeholder"]), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="placeholder") | Q(author__isnull=False), name="post_has_its_author"
            ),
        ]
        indexes = [
            models.Index("author", F("created_at").desc(), name="post_author"),
            models.Index("topic", "number", name="post_thanked", condition=~Q(reactions={})),
        ]

    def __str__(self):
        return f"{self.topic} #{self.number}"

    def get_absolute_url(self):
        return reverse("forums:post", args=[self.topic_id, self.number])

    @property
    def editor_voice(self):
        """Who changed it last, in words; the author where nobody did."""
        by_author = self.edited_by_id in (None, self.author_id)
        return self.voice if by_author else str(self.edited_by)

    @property
    def is_by_who_began(self):
        """Whether the same voice opened the topic: a name, or the words of one without."""
        if self.number == 1 or self.speaks_as or self.topic.speaks_as:
            return self.number > 1 and self.speaks_as == self.topic.speaks_as
        return self.author_id == self.topic.author_id

    @property
    def anchor(self):
        return f"post-{self.number}"

    @property
    def is_hidden(self):
        return self.hidden_at is not None

    @property
    def action_sentence(self):
        if self.action in (MOVED, MOVED_TOO):
            return self._where_it_went()
        return ACTIONS.get(self.action, _("changed this topic"))

    def _where_it_went(self):
        """What stands at the place of a post that went to another topic; its own address leads there."""
        count = int(self.body or 1)
        words = ngettext(
            "moved %(count)d post to where it belongs", "moved %(count)d posts to where they belong", count
        )
        link = '{}: <a class="moved{}" href="{}">{}</a>'
        more = "" if self.action == MOVED else " moved-too"
        return format_html(link, words % {"count": count}, more, self.get_absolute_url(), _("read on there"))

    @property
    def markdown(self):
        """The text as its author edits it; imported HTML is turned into Markdown here, at its first edit."""
        return self.body if self.format == self.MARKDOWN else markdown.from_html(self.html)

    def can_be_edited_by(self, person):
        """Authors edit their own posts while the topic is open, and whoever may write there a first post that its
        author opened to them; moderators edit any."""
        if not person.is_authenticated or self.kind != self.POST or not person.is_active:
            return False
        if person.is_moderator:
            return True
        theirs = self.is_by(person) or (self.number == 1 and self.topic.everyone_edits)
        stands = self.topic.closed_at is None and not self.is_hidden
        return theirs and stands and self.topic.board.can_be_posted_to_by(person)

    @property
    def edit_url(self):
        """Where it is edited: a story part by part, everything else as one text."""
        if self.number == 1 and self.topic.is_story:
            return reverse("forums:story", args=[self.topic_id])
        return reverse("forums:edit", args=[self.topic_id, self.number])

    @property
    def edit_count(self):
        return self.version - 1

    def render(self):
        """Fill `html`, `excerpt` and `word_count` from `body`, and `named` with whom it calls by @; saves nothing."""
        self.named = []
        self.html = self._rendered() if self.format == self.MARKDOWN else markdown.clean(self.body)
        words = markdown.plain_text(self.html)
        self.excerpt = markdown.excerpt(self.html)
        self.word_count = len(words.split())
        self.render_version = markdown.RENDER_VERSION

    @transaction.atomic
    def edit(self, *, by, body, version=None, title=None, files=None, without=(), evidence=None, now=None):
        """Replace the text with `body` (Markdown), and the topic's title where `title` says another.

        `version` is the text that the writer had before them: EditedMeanwhile is raised where it has another since.
        `files` is the draft under which files were sent, `without` the keys of files to take away. The earlier text is
        kept as a Revision. Saving the same again changes nothing. `evidence` is what Evidence.put takes, or None.
        Who wrote it without a name changes it without one; raises FilesTell where they send files for it.
        """
        writer = by
        self.refresh_from_db(from_queryset=Post.objects.select_for_update(of=["self"]).select_related("topic__board"))
        by = self.masked(writer)
        if self.speaks_as and files and by != writer:
            Attachment.refuse_any(files, by=writer)
        retitled = bool(title) and self.number == 1 and title != self.topic.title
        changed = retitled or body != self.markdown
        if changed and version is not None and version != self.version:
            raise EditedMeanwhile(self)
        if changed:
            Revision.keep(self)
            self._replace(body, by=by, writer=writer, title=title, now=now or timezone.now())
        if retitled:
            self.topic.rename(by=by, title=title)
        if files or without:
            Attachment.settle(self, files, by=by, without=without)
        if evidence is not None:
            Evidence.put(self, **evidence)
        if changed:
            Mention.note(self)
            record("discussions.edited", self, by=by, version=self.version)
            post_edited.send(sender=Post, post=self)

    def note_interest(self, writer, title=None):
        """Say beside the text what readers should know of `writer` where it names what their employer sells."""
        interest = Interest.of(writer)
        named = interest.named_in(self.html, (title or self.topic.title) if self.number == 1 else "")
        self.interest = interest.line(nameless=self.is_nameless) if named else ""

    def _replace(self, body, *, by, writer, title, now):
        self.body, self.format = body, self.MARKDOWN
        self.edited_at, self.edited_by, self.version = now, by, self.version + 1
        self.render()
        if by.pk == self.author_id:  # what others change does not speak for the author
            self.note_interest(writer, title)
        written = ["body", "format", "html", "render_version", "excerpt", "word_count", "interest"]
        self.save(update_fields=[*written, "edited_at", "edited_by", "version"])
        if self.number == 1 and not self.is_hidden:
            self.topic.excerpt = self.excerpt
            self.topic.save(update_fields=["excerpt"])
        PostSearch.index(post_ids=[self.pk])

    def _rendered(self):
        def people(handles):
            self.named = people_named(handles, self.topic.board)
            return [person.handle for person in self.named]

        def pictures(keys):
            # Its writers' own, and those of the posts it may quote.
            writers = [person for person in (self.author_id, self.edited_by_id) if person]
            return Attachment.objects.seen_as_pictures(keys, person__in=writers, post__topic=self.topic_id)

        return markdown.render(self.body, doc=str(self.number), people=people, pictures=pictures)

    @transaction.atomic
    def hide(self, *, by, reason="", now=None):
        """Keep the text from everyone but moderators; the number stays. Done twice, the first moment stays."""
        changed = Post.objects.filter(pk=self.pk, hidden_at=None).update(hidden_at=now or timezone.now(), hidden_by=by)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            self._reckon(-1, excerpt="")
            PostSearch.index(post_ids=[self.pk])
            record("discussions.post_hidden", self, by=by, reason=reason)
            topic_hidden.send(sender=type(self.topic), topic=self.topic)

    @transaction.atomic
    def restore(self, *, by, reason=""):
        """Show a hidden post again."""
        changed = Post.objects.filter(pk=self.pk, hidden_at__isnull=False).update(hidden_at=None, hidden_by=None)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            self._reckon(+1, excerpt=self.excerpt)
            PostSearch.index(post_ids=[self.pk])
            record("discussions.post_restored", self, by=by, reason=reason)
            topic_restored.send(sender=type(self.topic), topic=self.topic)

    @property
    def is_taken_back(self):
        """Whether its own author took it back, and not a moderator."""
        return self.is_hidden and self.hidden_by_id == self.author_id

    def can_be_taken_back_by(self, person):
        """Authors take back what they wrote; what opens a topic only while nobody has replied to it."""
        if self.kind != self.POST or self.is_hidden or not self.is_by(person):
            return False
        return self.number > 1 or self.topic.last_number == 1

    def take_back(self, *, by, now=None):
        """Keep one's own text from everyone but moderators; its place in the topic stays. What opens a topic takes the
        topic along, and a moderator can show it again. Raises NotTheirs."""
        if not self.can_be_taken_back_by(by):
            raise NotTheirs
        reason = str(_("Taken back by its author."))
        taken = self.topic if self.number == 1 else self
        taken.hide(by=self.masked(by), reason=reason, now=now)

    def bring_back(self, *, by):
        """Show again what one took back. Raises NotTheirs, also for what a moderator has hidden."""
        if not (self.is_taken_back and self.is_by(by)):
            raise NotTheirs
        self.restore(by=self.masked(by))

    def _reckon(self, change, *, excerpt):
        """Keep what the topic's row tells of its posts: how many can be read, and the first words of the first."""
        columns = {"post_count": F("post_count") + change}
        if self.number == 1:
            columns["excerpt"] = excerpt
        type(self.topic).objects.filter(pk=self.topic_id).update(**columns)
