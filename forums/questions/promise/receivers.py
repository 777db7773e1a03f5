"""What happens to a question moves its clock, in the same transaction and under the lock of its row."""

from django.dispatch import receiver

from forums.discussions.models import Post, Topic
from forums.discussions.signals import post_added, topic_closed, topic_hidden, topic_reopened, topic_restored

from ..models.promises import Promise
from ..signals import kind_changed


@receiver(post_added, sender=Post, dispatch_uid="questions.promise")
def begin_or_keep(sender, post, **kwargs):
    """A question begins its clock, and the first answer stops it; every later post costs nothing."""
    topic = post.topic
    if not topic.is_question:
        return
    if post.number == 1:
        Promise.begin(topic, post.created_at)
    elif topic.first_answer_at is None:
        Promise.reckon(topic, post.created_at)


@receiver([topic_closed, topic_reopened, topic_hidden, topic_restored], sender=Topic, dispatch_uid="questions.reckon")
def reckon(sender, topic, **kwargs):
    """Closed, opened again, hidden, or to be read again: the question, or a post of it."""
    if topic.is_question:
        Promise.reckon(topic)


@receiver(kind_changed, sender=Topic, dispatch_uid="questions.reckon")
def reckon_kind(sender, topic, **kwargs):
    """A discussion that is a question now is asked now; a question that is none ends its clock."""
    Promise.reckon(topic)
    Promise.begin(topic)
