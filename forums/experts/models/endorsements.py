"""Endorsements: what a peer says of somebody's expertise, and the post that makes them say so."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post, Topic
from members.audit.log import record
from members.connections.models import blocked_by
from members.mail.notices import tell

from .expertises import Expertise


class NotEndorsable(Exception):
    """Not by this person, or not on this evidence; says so in a sentence."""


class EndorsementQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)


class Endorsement(models.Model):
    """One person's word for another in one subject. `words` is empty only where an accepted answer spoke for itself."""

    expertise = models.ForeignKey(Expertise, models.CASCADE, related_name="endorsements", verbose_name=_("expertise"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="endorsements_given", verbose_name=_("by")
    )
    post = models.ForeignKey(Post, models.CASCADE, related_name="endorsements", verbose_name=_("because of"))
    words = models.CharField(_("in their words"), max_length=300, blank=True)
    from_acceptance = models.BooleanField(_("came with an accepted answer"), default=False)
    at = models.DateTimeField(_("since"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = EndorsementQuerySet.as_manager()

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["expertise", "by"], name="endorsed_once_per_pair"),
            models.CheckConstraint(condition=~Q(words="") | Q(from_acceptance=True), name="endorsement_says_why"),
        ]

    def __str__(self):
        return f"{self.by} → {self.expertise_id}"

    @classmethod
    @transaction.atomic
    def give(cls, expertise, *, by, post, words="", from_acceptance=False, now=None):
        """`by` says that the expert knows the subject, because of `post`. Said again, the new words count.

        Raises NotEndorsable: for oneself, by who is no member, on a post that is not the expert's or that `by` may not
        read, without words.
        """
        expertise._lock()
        if why := refusal(expertise, by, post):
            raise NotEndorsable(why)
        if not words and not from_acceptance:
            raise NotEndorsable(_now("Say in a sentence what convinced you."))
        now = now or timezone.now()
        mine = cls.objects.select_for_update().filter(expertise=expertise, by=by).first()
        if mine and mine.withdrawn_at is None and from_acceptance:
            return mine  # what they said themselves says more
        said = {"post": post, "words": words, "from_acceptance": from_acceptance, "withdrawn_at": None, "at": now}
        is_news = mine is None or mine.withdrawn_at is not None
        mine, _made = cls.objects.update_or_create(expertise=expertise, by=by, defaults=said)
        expertise.count_anew(now)
        if is_news:
            record("experts.endorsed", expertise, by=by, post=post.pk)
            mine._tell()
        return mine

    @transaction.atomic
    def withdraw(self, *, by, now=None):
        """Take it back. Done twice, the first moment stays."""
        self.expertise._lock()
        changed = Endorsement.objects.standing().filter(pk=self.pk).update(withdrawn_at=now or timezone.now())
        self.refresh_from_db(fields=["withdrawn_at"])
        if changed:
            self.expertise.count_anew(now)
            record("experts.endorsement_withdrawn", self.expertise, by=by)

    def _tell(self):
        expert = self.expertise.person
        if self.by_id not in blocked_by(expert):
            tell(
                expert,
                "forums/experts/endorsed",
                headline=_now("%(name)s endorsed you in %(subject)s")
                % {"name": self.by, "subject": self.expertise.subject},
                url=self.expertise.get_absolute_url(),
                key=f"endorsement:{self.pk}",
            )


def refusal(expertise, by, post):
    """Why `by` cannot endorse on `post`, in a sentence; "" where they can."""
    if by.pk == expertise.person_id:
        return _now("Others say it of you; you cannot say it of yourself.")
    if not by.is_active or not (by.is_member or by.is_staff) or not expertise.is_shown:
        return _now("Members endorse members who offer to help.")
    stands = post is not None and post.author_id == expertise.person_id and post.kind == Post.POST
    if not stands or post.hidden_at or not Topic.objects.visible_to(by).filter(pk=post.topic_id).exists():
        return _now("Choose a post of %(name)s that you have read.") % {"name": expertise.person.first_name}
    return ""


def endorse_by_acceptance(post, *, by, subjects, now=None):
    """An accepted answer speaks for its author, in those of `subjects` (ids) that they offer; returns the Endorsements.

    Nothing where either of the two speaks without their name: an endorsement would tell who they are.
    """
    if post.is_nameless or post.topic.is_nameless or post.author_id in (None, by.pk):
        return []
    offered = Expertise.objects.shown().filter(person=post.author_id, subject__in=subjects).order_by("pk")
    offered = [each for each in offered.select_related("person", "subject") if not refusal(each, by, post)]
    return [Endorsement.give(each, by=by, post=post, from_acceptance=True, now=now) for each in offered]


def withdraw_by_acceptance(post, *, by):
    """The answer is not accepted any more: what it said by itself goes, what somebody said in words stays."""
    spoken = Endorsement.objects.standing().filter(post=post, from_acceptance=True).select_related("expertise")
    for endorsement in spoken.order_by("expertise"):
        endorsement.withdraw(by=by)
