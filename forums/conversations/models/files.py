"""Files that go with a message: for those who can read it, and for nobody else."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from members.files import purposes
from members.files.sent import SentFile
from members.progress.models import Draft

PURPOSE = "message"
LARGEST = 10_000_000  # bytes


class MessageFile(SentFile):
    """A file sent while writing: its writer's alone until the message that carries it is sent."""

    purpose, text_field = PURPOSE, "message"

    message = models.ForeignKey("conversations.Message", models.CASCADE, null=True, related_name="files_sent")

    class Meta:
        verbose_name = _("file of a message")
        verbose_name_plural = _("files of messages")
        indexes = [
            models.Index(fields=["person", "draft_key"], name="message_file_of_draft"),
            models.Index("at", name="message_file_unclaimed", condition=models.Q(message=None)),
        ]


def discard_unclaimed(now=None):
    """Delete files sent a month ago for a message that was not sent, unless it waits as a draft."""
    drafted = Draft.objects.filter(key=OuterRef("draft_key"), person=OuterRef("person"), ended_at=None)
    return MessageFile.objects.exclude(Exists(drafted)).discard_unclaimed(now)


def register():
    """Make known what files of messages are for; called once, when the room is ready."""
    kinds = [purposes.IMAGE, purposes.PDF, purposes.OFFICE, purposes.TEXT]
    purposes.register(PURPOSE, accepts=kinds, largest=LARGEST, may_see=_may_see)


def _may_see(person, file):
    """Before the message is sent its writer; then who can read it; once it is reported, the staff who settle that."""
    sent = MessageFile.objects.filter(file=file).select_related("message__conversation").first()
    if sent is None or not person.is_authenticated:
        return False
    message = sent.message
    if message is None:
        return person.pk == sent.person_id
    me = message.conversation.participants.seeing().of(person).first()
    if me is not None and me.can_see(message) and not message.is_withdrawn:
        return True
    return person.has_perm("conversations.view_messagereport") and message.reports.exists()
