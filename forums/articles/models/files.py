"""Pictures and files of an article. Who may read the article may open them, and nobody else."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from members.files import purposes
from members.files.sent import SentFile
from members.progress.models import Draft

PURPOSE = "article"
LARGEST = 10_000_000  # bytes


class ArticleFile(SentFile):
    """A file sent while writing: its writer's alone until an article is sent to the editors with it."""

    purpose, text_field = PURPOSE, "article"
    most = 20  # a long text shows more than a post

    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, blank=True, related_name="files")
    is_lead = models.BooleanField(default=False, help_text=_("Stands above the text and in lists."))

    class Meta:
        verbose_name = _("file of an article")
        verbose_name_plural = _("files of articles")
        indexes = [
            models.Index(fields=["person", "draft_key"], name="articlefile_of_draft"),
            models.Index("at", name="articlefile_unclaimed", condition=models.Q(article=None)),
        ]


def discard_unclaimed(now=None):
    """Delete files sent a month ago for an article that was not sent, unless it waits as a draft."""
    drafted = Draft.objects.filter(key=OuterRef("draft_key"), person=OuterRef("person"), ended_at=None)
    return ArticleFile.objects.exclude(Exists(drafted)).discard_unclaimed(now)


def register():
    """Make known what files of articles are for; called once, when the room is ready."""
    kinds = [purposes.IMAGE, purposes.PDF, purposes.OFFICE, purposes.TEXT]
    purposes.register(PURPOSE, accepts=kinds, largest=LARGEST, may_see=_may_see)


def _may_see(person, file):
    """Before it is sent its writer; then whoever may read the article, as a reader or as one who works on it."""
    sent = ArticleFile.objects.filter(file=file).select_related("article").first()
    if sent is None:
        return False
    if sent.article is None:
        return person.is_authenticated and person.pk == sent.person_id
    articles = type(sent.article).objects.filter(pk=sent.article_id)
    return articles.visible_to(person).exists() or articles.open_to(person).exists()
