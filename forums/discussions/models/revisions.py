"""The texts a post had before."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .. import markdown


class EditedMeanwhile(Exception):
    """Somebody else saved another text while this one was being written; `post` has theirs."""

    def __init__(self, post):
        super().__init__()
        self.post = post


class Revision(models.Model):
    """Text number `version` of a post that has been edited since: who wrote it, and when it stood."""

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    format = models.CharField(max_length=10, default="markdown")
    title = models.CharField(max_length=200, blank=True, help_text=_("Of the topic, where it is its first post."))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(help_text=_("When this text was written."))
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True)
    hidden_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("earlier text")
        verbose_name_plural = _("earlier texts")
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="revision_once_per_version")]

    def __str__(self):
        return f"{self.post}, text {self.version}"

    @classmethod
    def keep(cls, post):
        """Keep the text that `post` has now, before it gets another."""
        cls.objects.get_or_create(
            post=post,
            version=post.version,
            defaults={
                "body": post.body if post.format == post.MARKDOWN else post.html,
                "format": post.format,
                "title": post.topic.title if post.number == 1 else "",
                "by_id": post.edited_by_id or post.author_id,
                "at": post.edited_at or post.created_at,
            },
        )

    @property
    def markdown(self):
        return self.body if self.format == "markdown" else markdown.from_html(self.body)

    @property
    def is_hidden(self):
        return self.hidden_at is not None

    @transaction.atomic
    def hide(self, *, by, now=None):
        """Keep an earlier text from everyone but moderators. Done twice, the first moment stays."""
        mine = Revision.objects.filter(pk=self.pk, hidden_at=None)
        changed = mine.update(hidden_at=now or timezone.now(), hidden_by=by)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.earlier_text_hidden", self.post, by=by, version=self.version)

    @transaction.atomic
    def restore(self, *, by):
        """Show an earlier text again."""
        mine = Revision.objects.filter(pk=self.pk, hidden_at__isnull=False)
        changed = mine.update(hidden_at=None, hidden_by=None)
        self.refresh_from_db(fields=["hidden_at", "hidden_by"])
        if changed:
            record("discussions.earlier_text_restored", self.post, by=by, version=self.version)
