"""Answers that helped: said by who asked, or by a moderator; of one question there may be several."""

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.models import Post, Topic
from members.audit.log import record

from ..asker import acting_as, is_asker
from ..signals import answer_accepted, answer_withdrawn
from .followups import FollowUp

MOST = 10  # of one question


class NotAcceptable(Exception):
    """This is no answer, or not this person's to judge."""


class TooManyAccepted(Exception):
    """Where nearly everything helped, the mark helps nobody; says so in a sentence."""

    def __str__(self):
        return _("%(most)s answers are marked already. Take the mark off another one before.") % {"most": MOST}


def can_be_accepted_by(post, person):
    """Who asked says which answers helped, and moderators do, but not of what they wrote themselves.

    The asker's own later post may be the answer: people come back and tell how they solved it.
    """
    if not post.topic.is_question or not _is_answer(post) or not person.is_authenticated or not person.is_active:
        return False
    return is_asker(post.topic, person) or (person.is_moderator and not post.is_by(person))


def can_be_withdrawn_by(post, person):
    """Whether `person` may take the mark off; also of a post that is hidden meanwhile."""
    return person.is_authenticated and person.is_active and (is_asker(post.topic, person) or person.is_moderator)


class Acceptance(models.Model):
    """An answer that helped. The columns `Post.accepted_at` and `Topic.accepted_count` say so where pages read it."""

    post = models.OneToOneField(Post, models.CASCADE, related_name="acceptance", verbose_name=gettext_lazy("answer"))
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="acceptances", verbose_name=gettext_lazy("question"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("said by")
    )
    at = models.DateTimeField(gettext_lazy("said"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("answer that helped")
        verbose_name_plural = gettext_lazy("answers that helped")

    def __str__(self):
        return str(self.post)

    @classmethod
    @transaction.atomic
    def accept(cls, post, *, by, now=None):
        """Say that `post` answered its question; returns the Acceptance. Done twice, the first moment stays.

        Raises NotAcceptable where it is not for `by` to say, and TooManyAccepted.
        """
        post = _locked(post)
        topic = post.topic
        if not can_be_accepted_by(post, by):
            raise NotAcceptable
        if (earlier := cls.objects.filter(post=post).first()) is not None:
            return earlier
        if topic.acceptances.count() >= MOST:
            raise TooManyAccepted
        acceptance = cls.objects.create(post=post, topic=topic, by=acting_as(topic, by), at=now or timezone.now())
        post.accepted_at = acceptance.at
        post.save(update_fields=["accepted_at"])
        count_accepted(topic)
        FollowUp.plan(acceptance)
        record("questions.accepted", post, by=acceptance.by)
        answer_accepted.send(sender=cls, acceptance=acceptance)
        return acceptance

    @classmethod
    @transaction.atomic
    def withdraw(cls, post, *, by):
        """Take it back: the mark goes, and with it the asker's being asked. What people reported stays.

        Where there is none, nothing happens. Raises NotAcceptable where it is not for `by` to say.
        """
        post = _locked(post)
        if not can_be_withdrawn_by(post, by):
            raise NotAcceptable
        acceptance = cls.objects.filter(post=post).first()
        if acceptance is None:
            return
        acceptance.post, acceptance.topic = post, post.topic
        cls.objects.filter(pk=acceptance.pk).delete()
        post.accepted_at = None
        post.save(update_fields=["accepted_at"])
        count_accepted(post.topic)
        record("questions.acceptance_withdrawn", post, by=acting_as(post.topic, by))
        answer_withdrawn.send(sender=cls, acceptance=acceptance)


def _is_answer(post):
    return post.number > 1 and post.kind == Post.POST and not post.is_hidden and post.topic.hidden_at is None


def _locked(post):
    """The post and its topic as they are now, both locked: the post first, as everywhere."""
    post = Post.objects.select_for_update(of=["self"]).select_related("author").get(pk=post.pk)
    topics = Topic.objects.select_for_update(of=["self"]).select_related("board__group", "author")
    post.topic = topics.get(pk=post.topic_id)
    return post


def count_accepted(topic):
    """Count anew, under the topic's lock, the answers that helped and can be read."""
    topic.accepted_count = topic.posts.spoken().filter(accepted_at__isnull=False).count()
    topic.save(update_fields=["accepted_count"])
