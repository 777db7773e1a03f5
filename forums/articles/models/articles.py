"""Articles: a title, a sentence and a text, with the audience that may read them."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import Audience, names_its_group, seen_by
from members.audit.log import record

from .. import prose
from .versions import Version

CONFIG = "portal"  # the words' stems, see forums/discussions


class Outdated(Exception):
    """Somebody else saved a version while this one was being written."""


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
        return self.select_related("author").defer("body", "html", "vector")

    def in_order(self):
        """As staff arranged them: pages and policies."""
        return self.order_by("position", "title")

    def newest_first(self):
        return self.order_by("-published_at", "-id")

    def older_than(self, moment, pk):
        """What comes after the article (`moment`, `pk`) in `newest_first`: the next page, without an offset."""
        return self.filter(Q(published_at__lt=moment) | Q(published_at=moment, id__lt=pk))

    def matching(self, words):
        """Those that hold `words` ("phrases", -not, or), the best first."""
        query = SearchQuery(words, config=CONFIG, search_type="websearch")
        found = self.filter(vector=query).annotate(rank=SearchRank(F("vector"), query))
        return found.order_by("-rank", "-published_at", "-id")


class Article(models.Model):
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
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(_("retired"), null=True, editable=False)
    retired_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    retired_reason = models.CharField(_("why it was retired"), max_length=250, blank=True, editable=False)
    vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("sentence", weight="B", config=CONFIG)
        + SearchVector("body", weight="D", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
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
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_newest",
                condition=Q(kind="article", published_at__isnull=False, retired_at=None),
            ),
            GinIndex(fields=["vector"], name="article_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse(f"articles:{self.kind}", args=[self.slug])

    @property
    def state(self):
        """One word for staff: draft, published or retired."""
        if self.retired_at is not None:
            return _("retired")
        return _("published") if self.published_at is not None else _("draft")

    @property
    def is_public(self):
        """Whether somebody may read it now."""
        return self.published_at is not None and self.retired_at is None

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
        self.html = prose.render(self.body)
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
        if based_on is not None and based_on != self.version_number:
            raise Outdated
        changed = {name: words for name, words in texts.items() if getattr(self, name) != words}
        if not changed:
            return
        for name, words in changed.items():
            setattr(self, name, words)
        self.html = prose.render(self.body)
        self.version_number += 1
        self.updated_at = now or timezone.now()
        self.save(update_fields=["title", "sentence", "body", "html", "version_number", "updated_at"])
        self._keep_version(by=by, change=change)
        record("articles.revised", self, by=by, version=self.version_number, change=change)

    @transaction.atomic
    def place(self, *, by, **where):
        """Change who may read it, its address, its place among the others, or its author."""
        self._lock()
        changed = {name: value for name, value in where.items() if getattr(self, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(self, name, value)
            self.save(update_fields=list(changed))
            record("articles.placed", self, by=by, **{name: str(value) for name, value in changed.items()})

    @transaction.atomic
    def publish(self, *, by, now=None):
        """Let its audience read it, also again after it was retired. Done twice, the first moment stays."""
        self._lock()
        if self.is_public:
            return
        if self.published_at is None:
            self.published_at, self.published_by = now or timezone.now(), by
            self.first_public_number = self.version_number
        self.retired_at = self.retired_by = None
        self.retired_reason = ""
        columns = ["published_at", "published_by", "first_public_number", "retired_at", "retired_by", "retired_reason"]
        self.save(update_fields=columns)
        record("articles.published", self, by=by)

    @transaction.atomic
    def retire(self, *, by, reason, now=None):
        """Take it out of the portal; its versions stay. Done twice, the first reason stays."""
        self._lock()
        if not self.is_public:
            return
        self.retired_at, self.retired_by, self.retired_reason = now or timezone.now(), by, reason
        self.save(update_fields=["retired_at", "retired_by", "retired_reason"])
        record("articles.retired", self, by=by, reason=reason)

    def _lock(self):
        """Read the row as it is now, and keep it to this transaction."""
        self.refresh_from_db(from_queryset=Article.objects.select_for_update())

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
