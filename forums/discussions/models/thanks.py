"""Thanks: what a reader tells an author in one click. There are no votes against anybody."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..signals import post_thanked
from .origins import PostOrigin


class NotThankable(Exception):
    """This post is one's own, or not there to be read."""


class Thanks(models.Model):
    THANKS, HELPED, SAME = "thanks", "helped", "same"
    KINDS = [(THANKS, _("Thank you")), (HELPED, _("This helped me")), (SAME, _("Same here"))]

    post = models.ForeignKey("discussions.Post", models.CASCADE, related_name="thanks")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="thanks_given")
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS, default=THANKS)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("thanks")
        verbose_name_plural = _("thanks")
        constraints = [
            models.UniqueConstraint(fields=["post", "person", "kind"], name="thanked_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=["thanks", "helped", "same"]), name="thanks_kind_known"),
        ]
        indexes = [models.Index(fields=["person", "-at"], name="thanks_of_person")]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"

    @classmethod
    @transaction.atomic
    def say(cls, *, post, by, kind=THANKS, taken_back=False):
        """Tell the author of `post` so, or take it back. Done twice, it counts once.

        The numbers on the post's row are counted anew from these rows, under its lock, so that they cannot drift.
        Raises NotThankable for one's own post, and for what is not there to be read.
        """
        post = type(post).objects.select_for_update(of=["self"]).select_related("topic", "author").get(pk=post.pk)
        if not cls.can_be_said(post, by):
            raise NotThankable
        if taken_back:
            cls.objects.filter(post=post, person=by, kind=kind).delete()
            is_new = False
        else:
            _thanks, is_new = cls.objects.get_or_create(post=post, person=by, kind=kind)
        post.reactions = cls.counted(post)
        post.save(update_fields=["reactions"])
        if is_new:
            post_thanked.send(sender=cls, post=post, person=by)

    @staticmethod
    def can_be_said(post, person):
        """Anybody who reads a post may thank for it, but not its author; a failure is met with "we hit this too"."""
        stands = post.kind == "post" and post.hidden_at is None
        stands = stands and not (post.number == 1 and post.topic.kind == "failure")
        return stands and person.is_authenticated and person.is_active and not post.is_by(person)

    @classmethod
    def counted(cls, post):
        """{kind: number} of a post, with the likes it came with from an imported community."""
        counts = dict(cls.objects.filter(post=post).values_list("kind").annotate(Count("pk")))
        if imported := cls.imported(post):
            counts[cls.THANKS] = counts.get(cls.THANKS, 0) + imported
        return counts

    @staticmethod
    def imported(post):
        """How many likes a post came with from another community: a number without names."""
        return PostOrigin.objects.filter(post=post).values_list("details__likes", flat=True).first() or 0


def for_posts(posts, person, mine=None):
    """Give each of `posts` its `thanks_said`: {kind, label, count, is_mine}; one query, none where nobody thanked.

    `mine`, {(pk of the post, kind)} of what `person` said, spares the query.
    """
    thanked = [post.pk for post in posts if post.reactions]
    is_known, mine = mine is not None, mine or set()
    if thanked and person.is_authenticated and not is_known:
        mine = set(Thanks.objects.filter(post__in=thanked, person=person).values_list("post_id", "kind"))
    for post in posts:
        post.thanks_said = [
            {"kind": kind, "label": label, "count": post.reactions.get(kind, 0), "is_mine": (post.pk, kind) in mine}
            for kind, label in Thanks.KINDS
        ]
        post.is_thanked = any(said["is_mine"] for said in post.thanks_said)
        post.can_be_thanked = Thanks.can_be_said(post, person)
