"""Asking the asker, 30 and 90 days after an answer helped, what came of it."""

from datetime import timedelta

from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Topic

from ..asker import person_who_asked
from .outcomes import Outcome

DAYS = [30, 90]
signer = signing.Signer(salt="forums.questions.outcome")


class FollowUpQuerySet(models.QuerySet):
    def due(self, now=None):
        """Those to be asked by now, however long ago their day was."""
        waiting = self.filter(due_at__lte=now or timezone.now(), asked_at=None, passed_at=None)
        return waiting.order_by("due_at", "pk")


class FollowUp(models.Model):
    """One day on which the asker is asked; gone with the acceptance, when that is taken back."""

    acceptance = models.ForeignKey("questions.Acceptance", models.CASCADE, related_name="follow_ups")
    days = models.PositiveSmallIntegerField(_("days after it helped"))
    due_at = models.DateTimeField(_("due"))
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    passed_at = models.DateTimeField(_("not asked"), null=True, blank=True, help_text=_("There was nothing to ask."))

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("question what came of it")
        verbose_name_plural = _("questions what came of it")
        constraints = [
            models.UniqueConstraint(fields=["acceptance", "days"], name="follow_up_once_per_day"),
            models.CheckConstraint(condition=Q(days__in=[30, 90]), name="follow_up_day_known"),
            models.CheckConstraint(condition=Q(asked_at=None) | Q(passed_at=None), name="follow_up_asked_or_not"),
        ]
        indexes = [models.Index("due_at", name="follow_up_due", condition=Q(asked_at=None, passed_at=None))]

    def __str__(self):
        return f"{self.acceptance}: {self.days}"

    @property
    def token(self):
        """A signed word by which the asker answers from the letter, without signing in; good while the row is."""
        return signer.sign_object(self.pk)

    @classmethod
    def signed(cls, token):
        """The FollowUp of a token, with its answer and question, or None."""
        try:
            pk = signer.unsign_object(token)
        except signing.BadSignature:
            return None
        found = cls.objects.select_related("acceptance__post__author", "acceptance__topic__author")
        return found.select_related("acceptance__topic__board__group").filter(pk=pk).first()

    @classmethod
    def plan(cls, acceptance):
        """At the hour at which it helped, so that nobody is asked in their night; never of their own answer."""
        asker = person_who_asked(acceptance.topic)
        if asker is None or acceptance.post.is_by(asker):
            return
        cls.objects.bulk_create(
            cls(acceptance=acceptance, days=days, due_at=acceptance.at + timedelta(days=days)) for days in DAYS
        )

    @classmethod
    def ask_due(cls, ask, now=None):
        """Claim what is due and `ask(asker, follow_ups)` in the same transaction; returns how many were asked.

        What is due of one question is asked at once. Two workers never claim the same.
        """
        now, count = now or timezone.now(), 0
        while True:
            with transaction.atomic():
                due = cls.objects.due(now).select_for_update(skip_locked=True, of=["self"])
                due = due.select_related("acceptance__post__author", "acceptance__topic__author")
                first = due.first()
                if first is None:
                    return count
                claimed = list(due.filter(acceptance__topic=first.acceptance.topic_id))
                asker = person_who_asked(first.acceptance.topic)
                open_ones = _to_be_asked(asker, claimed)
                cls.objects.filter(pk__in=[each.pk for each in open_ones]).update(asked_at=now)
                passed = [each.pk for each in claimed if each not in open_ones]
                cls.objects.filter(pk__in=passed).update(passed_at=now)
                if open_ones:
                    ask(asker, open_ones)
                    count += len(open_ones)


def _to_be_asked(asker, claimed):
    """Of follow-ups of one question those that still have something to ask of `asker`.

    Who has said how it went is not asked again, on the second day neither: being asked what one has answered is what
    makes people stop answering, and the page lets them change their mind. "Never tried" is asked once more.
    """
    topic = claimed[0].acceptance.topic
    if asker is None or not asker.is_active or topic.hidden_at or not topic.is_question:
        return []
    if not Topic.objects.visible_to(asker).filter(pk=topic.pk).exists():
        return []
    posts = [each.acceptance.post_id for each in claimed]
    told = dict(Outcome.objects.filter(post__in=posts, is_asker=True).values_list("post", "kind"))
    return [each for each in claimed if not each.acceptance.post.is_hidden and _is_open(each, told)]


def _is_open(follow_up, told):
    kind = told.get(follow_up.acceptance.post_id)
    return kind is None or (kind == Outcome.NEVER and follow_up.days == DAYS[-1])
