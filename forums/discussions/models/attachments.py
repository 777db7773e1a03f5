"""Files that belong to a post. Who may read the post may open them, and nobody else."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.files.models import File


class Attachment(models.Model):
    """A file sent while writing: its writer's alone until a post is saved that carries it."""

    file = models.OneToOneField(File, models.CASCADE, primary_key=True, related_name="attachment")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    draft_key = models.CharField(max_length=120, help_text=_("The text it was sent for; see members.progress."))
    post = models.ForeignKey("discussions.Post", models.CASCADE, null=True, blank=True, related_name="attachments")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["person", "draft_key"], name="attachment_of_draft")]

    def __str__(self):
        return str(self.file)
