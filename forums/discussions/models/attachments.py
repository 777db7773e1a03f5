"""Files that belong to a post. Who may read the post may open them, and nobody else."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _

from members.files import purposes
from members.files.sent import SentFile
from members.progress.models import Draft

from .planned import Planned

PURPOSE = "post"
LARGEST = 10_000_000  # bytes


class FilesTell(Exception):
    """Files were sent for a text without a name."""


class Attachment(SentFile):
    """A file sent while writing: its writer's alone until a post is saved that carries it."""

    purpose, text_field = PURPOSE, "post"

    post = models.ForeignKey("discussions.Post", models.CASCADE, null=True, blank=True, related_name="attachments")

    @classmethod
    def refuse_any(cls, key, *, by):
        """Raise FilesTell where `by` sent files under `key`: a file keeps who sent it, and often who made it."""
        if cls.objects.in_hand(by, key).exists():
            raise FilesTell

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [
            models.Index(fields=["person", "draft_key"], name="attachment_of_draft"),
            models.Index("at", name="attachment_unclaimed", condition=Q(post=None)),
        ]


def beside_posts():
    """{name: expression} for posts: the files of each, for `for_posts`."""
    files = Attachment.objects.filter(post=OuterRef("pk")).order_by("at", "pk")
    return {"files_beside": Case(When(has_files=True, then=files.beside()))}


def for_posts(posts):
    """Give each of `posts`, which were read with `beside_posts`, its `files` that its text does not show already."""
    for post in posts:
        mine = Attachment.read(post.files_beside or [])
        post.files = [each for each in mine if not (each.file.is_image and str(each.file.key) in post.html)]


_waiting, _lookers = [], []


def spare(waits):
    """Keep the files of texts that wait elsewhere: `waits()` is a condition on attachments, asked by a room above."""
    if waits not in _waiting:
        _waiting.append(waits)


def let_see(looks):
    """Show files of texts that are not saved yet to others than their writer: `looks(person, attachment)` says to
    whom, asked by a room above."""
    if looks not in _lookers:
        _lookers.append(looks)


def discard_unclaimed(now=None):
    """Delete files sent a month ago for a text that was not saved, unless it is a draft, planned or waits."""
    key, of = OuterRef("draft_key"), {"person": OuterRef("person")}
    named = {"named": KeyTextTransform("files", "fields")}
    drafted = Draft.objects.annotate(**named).filter(Q(key=key) | Q(named=key), **of, ended_at=None)
    planned = Planned.objects.annotate(**named).filter(named=key, **of, topic=None)
    unclaimed = Attachment.objects.exclude(Exists(drafted)).exclude(Exists(planned))
    for waits in _waiting:
        unclaimed = unclaimed.exclude(waits())
    return unclaimed.discard_unclaimed(now)


def register():
    """Make known what files of posts are for; called once, when the room is ready."""
    kinds = [purposes.IMAGE, purposes.PDF, purposes.OFFICE, purposes.TEXT]
    purposes.register(PURPOSE, accepts=kinds, largest=LARGEST, may_see=_may_see)


def _may_see(person, file):
    """Before the post is saved its writer; then whoever may read the post."""
    attachment = Attachment.objects.filter(file=file).select_related("post__topic").first()
    if attachment is None:
        return False
    post = attachment.post
    if post is None:
        mine = person.is_authenticated and person.pk == attachment.person_id
        return mine or any(looks(person, attachment) for looks in _lookers)
    moderates = person.is_authenticated and person.is_moderator
    if post.is_hidden and not moderates:
        return False
    return type(post.topic).objects.visible_to(person).filter(pk=post.topic_id).exists()
