"""When posts go to another topic: the marks of answers that helped, and the clocks of both questions, follow.

A mark stays with an answer that is still one of a question. Where the question is another person's, nobody is asked
any more what came of it, and what the first asker told of it stands as any reader's word.
"""

from django.dispatch import receiver
from django.utils import timezone

from forums.discussions.models import Post, Topic
from forums.discussions.signals import posts_moved
from members.audit.log import record

from .models import Acceptance, FollowUp, Outcome
from .models.answers import count_accepted
from .models.promises import Promise
from .signals import answer_withdrawn


@receiver(posts_moved, sender=Topic, dispatch_uid="questions.carry_marks")
def carry_marks(sender, source, target, numbers, **kwargs):
    moved = target.posts.filter(number__in=numbers.values())
    if not source.is_question and not target.is_question:
        return
    is_another = (source.author_id, source.speaks_as) != (target.author_id, target.speaks_as)
    for acceptance in Acceptance.objects.filter(post__in=moved).select_related("post__author", "by"):
        # Two that speak without a name are one Person: the mark would stand as the other's.
        is_doubtful = is_another and bool(source.speaks_as) and acceptance.by_id == source.author_id
        if acceptance.post.number == 1 or not target.is_question or is_doubtful:
            _take_off(acceptance, source)
        else:
            Acceptance.objects.filter(pk=acceptance.pk).update(topic=target)
            if is_another:
                FollowUp.objects.filter(acceptance=acceptance, asked_at=None, passed_at=None).update(
                    passed_at=timezone.now()
                )
    if is_another:
        Outcome.objects.filter(post__in=moved, is_asker=True).update(is_asker=False)
    for topic in (source, target):
        if topic.merged_into_id is None:
            count_accepted(topic)


@receiver(posts_moved, sender=Topic, dispatch_uid="questions.carry_clocks")
def carry_clocks(sender, source, target, is_new, **kwargs):
    """A question that lost its answer waits again; one begun from posts is asked now; one that is gone ends."""
    for topic in (source, target):
        if topic.is_question:
            Promise.reckon(topic)
    if is_new and target.is_question:
        Promise.begin(target)


def _take_off(acceptance, topic):
    """The mark goes, as when somebody takes it off; in the record by nobody, who have said why there already."""
    post = acceptance.post
    acceptance.topic = topic
    Acceptance.objects.filter(pk=acceptance.pk).delete()
    Post.objects.filter(pk=post.pk).update(accepted_at=None)
    post.accepted_at = None
    record("questions.acceptance_withdrawn", post, by=None)
    answer_withdrawn.send(sender=Acceptance, acceptance=acceptance)
