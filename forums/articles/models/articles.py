"""Articles: a title, a sentence and a text, with the audience that may read them."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Board, Topic
from members.accounts.audience import Audience, names_its_group, seen_by
from members.audit.log import record

from .. import conversation, prose
from ..editors import is_editor
from .files import ArticleFile
from .searching import ArticleSearch
from .stages import AGREES, Staged
from .versions import Version
from .written import Written

CONFIG = "portal"  # the words' stems, see forums/discussions


class Outdated(Exception):
    """Somebody else saved a version while this one was being written."""


class TooWide(Exception):
    """More people read the conversation about it than would read the article."""


class ArticleQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False, retired_at=None)

    def visible_to(self, person):
        """What is published for an audience `person` belongs to."""
        return self.published().filter(seen_by(person))

    def pages(self):
        return self.filter(kind=Article.PAGE)

    def policies(self):
        return self.filter(kind=Article.POLICY)

    def articles(self):
        """The blog."""
        return self.filter(kind=Article.ARTICLE)

    def for_listing(self):
        """All that a row of a list shows, in one query."""
        return self.select_related("author", "lead").defer("body", "html")

    def by(self, person):
        """Articles of the blog whose author `person` is, wherever they stand."""
        return self.articles().filter(author=person)

    def open_to(self, person):
        """Articles that `person` works on: their own; for editors all but what its author took back."""
        if not person.is_authenticated:
            return self.none()
        taken_back = Q(state=Article.DRAFT, submitted_at__isnull=False)
        return self.articles().filter(Q(author=person) | ~taken_back) if is_editor(person) else self.by(person)

    def waiting(self):
        """What the editors have to read, the oldest first."""
        return self.articles().filter(state=Article.REVIEW).order_by("submitted_at", "id")

    def due(self, now=None):
        """What is to come out by now, however long ago the last look was."""
        return self.filter(state=Article.SCHEDULED, due_at__lte=now or timezone.now()).order_by("due_at", "id")

    def in_order(self):
        """As staff arranged them: pages and policies."""
        return self.order_by("position", "title")

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def older_than(self, moment, pk, by="published_at"):
        """What comes after the article (`moment`, `pk`), the last first by the moment `by`: the next page."""
        return self.filter(Q(**{f"{by}__lt": moment}) | Q(**{by: moment}, id__lt=pk))

    def matching(self, words):
        """Those that hold `words` ("phrases", -not, or), the best first."""
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        found = self.filter(search__vector=query).annotate(rank=SearchRank(F("search__vector"), query))
        return found.order_by("-rank", "-published_at", "-id")


class Article(Written, Staged):
    PAGE, POLICY, ARTICLE = "page", "policy", "article"
    KINDS = [(PAGE, _("Page about CXPA")), (POLICY, _("Policy")), (ARTICLE, _("Article of the blog"))]

    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default=ARTICLE)
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=120)
    sentence = models.CharField(
        _("in one sentence"), max_length=250, blank=True, help_text=_("Stands below the title and in lists.")
    )
    body = models.TextField(_("text"), help_text=_("Markdown. Begin headings with ##."))
    html = models.TextField(editable=False)
    audience = models.CharField(_("who may read"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("named group")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0, help_text=_("Small numbers stand first."))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="articles",
        verbose_name=_("author"),
        help_text=_("Whose voice it is. Empty: CXPA itself."),
    )
    version_number = models.PositiveIntegerField(_("version"), default=1, editable=False)
    first_public_number = models.PositiveIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    takes_comments = models.BooleanField(
        _("open a conversation about it"), default=True, help_text=_("For articles of the blog, when they come out.")
    )
    board = models.ForeignKey(
        Board,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("board for the conversation"),
        help_text=_("Empty: the board of all articles. No more people may read it than the article."),
    )
    topic = models.OneToOneField(
        Topic, models.SET_NULL, null=True, blank=True, editable=False, related_name="article_about_it"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["kind", "position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="article_address_once_per_kind",
                violation_error_message=_("Another text of this kind has this address."),
            ),
            models.CheckConstraint(condition=Q(kind__in=["page", "policy", "article"]), name="article_kind_known"),
            names_its_group("article_names_its_group", _("Name a group exactly when only a group may read.")),
            models.CheckConstraint(
                condition=Q(published_at=None, first_public_number=None)
                | Q(published_at__isnull=False, first_public_number__isnull=False),
                name="article_knows_its_first_public_version",
            ),
            models.CheckConstraint(condition=AGREES, name="article_state_agrees"),
            models.CheckConstraint(
                condition=Q(lead=None) | ~Q(lead_alt=""), name="article_says_what_its_picture_shows"
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest",
                condition=Q(kind="article", published_at__isnull=False, retired_at=None),
            ),
            models.Index("submitted_at", name="article_waiting", condition=Q(state="review")),
            models.Index("due_at", name="article_due", condition=Q(state="scheduled")),
            models.Index("author", F("updated_at").desc(), F("id").desc(), name="article_author"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(f"articles:{self.kind}", args=[self.slug])

    @property
    def lasting_url(self):
        """An address of the blog's article that stays when its title changes."""
        return reverse("articles:lasting", args=[self.pk])

    @property
    def manuscript_url(self):
        """Where its author and the editors work on it."""
        return reverse("articles:manuscript", args=[self.pk])

    @property
    def safe_html(self):
        """The text as it stands on its page: cleaned when it was written."""
        return mark_safe(self.html)

    @property
    def contents(self):
        """The main headings of the text, each {id, text}, for the list of contents."""
        return prose.contents(self.html)

    @property
    def in_force_since(self):
        """From when on these very words count, or None for a draft."""
        return self.version_in_force_since(self.version_number, self.updated_at)

    def version_in_force_since(self, number, written_at):
        """From when on version `number` counted: what was begun as a draft counts from its publication."""
        return self.published_at if number == self.first_public_number else written_at

    @property
    def public_versions(self):
        """The versions that were in force at some time, the newest first; those from before publishing are drafts."""
        return self.versions.filter(number__gte=self.first_public_number or 1).order_by("-number")

    @classmethod
    @transaction.atomic
    def write(cls, *, by, now=None, **fields):
        """Begin an article as a draft; returns it. `fields`: kind, slug, title, sentence, body and where it stands."""
        article = cls(**fields)
        article.begin(by=by, now=now)
        return article

    @transaction.atomic
    def begin(self, *, by, now=None):
        """Save this new article as a draft, with its first version."""
        self.html = self._rendered(by)
        self.created_at = self.updated_at = now or timezone.now()
        self.save(force_insert=True)
        self._keep_version(by=by, change="")
        record("articles.begun", self, by=by)

    @transaction.atomic
    def revise(self, *, by, change="", based_on=None, now=None, **texts):
        """Replace any of title, sentence and body; the text before stays readable as a version.

        `change` says in a few words what changed. Saving the same words again changes nothing. Raises Outdated when
        `based_on`, the number of the version these words started from, is no longer the current one.
        """
        self._lock()
        self._check_version(based_on)
        changed = {name: words for name, words in texts.items() if getattr(self, name) != words}
        if not changed:
            return
        for name, words in changed.items():
            setattr(self, name, words)
        self.html = self._rendered(by)
        self.version_number += 1
        self.updated_at = now or timezone.now()
        self.save(update_fields=["title", "sentence", "body", "html", "version_number", "updated_at"])
        self._keep_version(by=by, change=change)
        record("articles.revised", self, by=by, version=self.version_number, change=change)

    @transaction.atomic
    def place(self, *, by, **where):
        """Change who may read it, its address, its place among the others, its author, or where it is talked about.

        Raises TooWide where the conversation about it would be open to more people than the article.
        """
        self._lock()
        changed = {name: value for name, value in where.items() if getattr(self, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(self, name, value)
            if self.topic_id and not conversation.is_within(self.topic.board, self.audience, self.group_id):
                raise TooWide
            self.save(update_fields=list(changed))
            record("articles.placed", self, by=by, **{name: str(value) for name, value in changed.items()})

    @transaction.atomic
    def converse(self, *, by):
        """Open the conversation about it now, where it came out without one. Done twice, there is one."""
        self._lock()
        if self.is_public and self.topic_id is None:
            self.takes_comments = True
            self.save(update_fields=["takes_comments"])
            conversation.open_about(self, by=by)

    def _lock(self):
        """Read the row as it is now, and keep it to this transaction."""
        self.refresh_from_db(from_queryset=Article.objects.select_for_update())

    def _rendered(self, by):
        def pictures(keys):
            writers = {person.pk for person in (by, self.author) if person is not None and person.pk}
            own = {"article": self.pk} if self.pk else {}  # of no article are those that others have not sent yet
            return ArticleFile.objects.seen_as_pictures(keys, person__in=writers, **own)

        return prose.render(self.body, pictures)

    def _check_version(self, based_on):
        if based_on is not None and based_on != self.version_number:
            raise Outdated

    def _keep_version(self, *, by, change):
        Version.objects.create(
            article=self,
            number=self.version_number,
            title=self.title,
            sentence=self.sentence,
            body=self.body,
            html=self.html,
            change=change,
            by=by if by is not None and by.pk else None,
            at=self.updated_at,
        )
        ArticleSearch.index(article_ids=[self.pk])
