"""Flags: what readers think a moderator should look at, with their reason."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Post, Topic
from members.audit.log import record

from .cases import Case


class NotFlaggable(Exception):
    """This post is one's own, or not there to be read."""


class FlagQuerySet(models.QuerySet):
    def told_by(self, person):
        """What `person` flagged, the newest first, with what came of it."""
        return self.filter(by=person).select_related("case", "post__topic").order_by("-at", "-pk")


class Flag(models.Model):
    SPAM, UNKIND, PRIVATE, PROMOTION, OFF_TOPIC, OTHER = "spam", "unkind", "private", "promotion", "off_topic", "other"
    REASONS = [
        (SPAM, _("It is spam")),
        (UNKIND, _("It is unkind, or attacks somebody")),
        (PRIVATE, _("It tells what is private: a person's or a customer's data")),
        (PROMOTION, _("It promotes something without saying so")),
        (OFF_TOPIC, _("It belongs elsewhere: another board, another topic")),
        (OTHER, _("Something else")),
    ]
    SHORT = {
        SPAM: _("spam"),
        UNKIND: _("unkind"),
        PRIVATE: _("private data"),
        PROMOTION: _("undisclosed promotion"),
        OFF_TOPIC: _("belongs elsewhere"),
        OTHER: _("something else"),
    }

    case = models.ForeignKey(Case, models.CASCADE, related_name="flags", verbose_name=_("case"))
    post = models.ForeignKey(Post, models.CASCADE, related_name="flags", verbose_name=_("post"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="flags", verbose_name=_("flagged by"))
    reason = models.CharField(_("reason"), max_length=10, choices=REASONS)
    words = models.TextField(_("in their words"), blank=True, max_length=1000)
    version = models.PositiveIntegerField(_("text"), default=1, help_text=_("Which of the post's texts was flagged."))
    at = models.DateTimeField(_("flagged"), default=timezone.now)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["post", "by"], name="flagged_once_per_person"),
            models.CheckConstraint(
                condition=Q(reason__in=["spam", "unkind", "private", "promotion", "off_topic", "other"]),
                name="flag_reason_known",
            ),
            models.CheckConstraint(condition=~Q(reason="other", words=""), name="flag_other_says_what"),
        ]
        indexes = [models.Index("by", F("at").desc(), name="flag_of_person")]

    def __str__(self):
        return f"{self.post}: {self.get_reason_display()}"

    @property
    def short_reason(self):
        return self.SHORT[self.reason]

    @staticmethod
    def can_be_raised(post, person):
        """Whether `person`, who sees the topic, may flag this post of it. No query where it is read along."""
        return (
            person.is_authenticated
            and person.is_active
            and post.kind == Post.POST
            and not post.is_hidden
            and not post.is_by(person)
        )

    @classmethod
    @transaction.atomic
    def raise_one(cls, post, *, by, reason, words="", now=None):
        """Flag `post`; returns the Flag, the earlier one where `by` flagged it already. Raises NotFlaggable.

        Ten flags of one text are one case. The row of the post is locked, so that two at once do not open two.
        """
        rows = Post.objects.select_for_update(of=["self"]).select_related("topic__board", "author")
        post = rows.get(pk=post.pk)
        if earlier := cls.objects.filter(post=post, by=by).first():
            return earlier
        is_seen = Topic.objects.visible_to(by).filter(pk=post.topic_id).exists()
        if not is_seen or not cls.can_be_raised(post, by):
            raise NotFlaggable
        case = Case.about_post(post, kind=Case.FLAGGED, rules=[f"flag_{reason}"], now=now)
        about = {"case": case, "reason": reason, "words": words, "version": post.version}
        flag = cls.objects.create(post=post, by=by, at=now or timezone.now(), **about)
        record("moderation.flagged", case, by=by, reason=reason)
        return flag
