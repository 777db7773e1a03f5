"""A discussion that turns out to be a question, and the other way round; a question that is open again."""

from django.db import transaction

from forums.discussions.models import NotAllowed, Topic
from members.audit.log import record

from .asker import acting_as
from .models import Acceptance
from .signals import kind_changed

BETWEEN = {Topic.DISCUSSION: Topic.QUESTION, Topic.QUESTION: Topic.DISCUSSION}


class HasAnswers(Exception):
    """A question of which an answer helped stays one."""


@transaction.atomic
def turn(topic, *, into, by):
    """Make `topic` of the kind `into`, a question or a discussion. Done twice, it is one.

    Raises NotAllowed for whom it is not to say, or for another kind of topic, and HasAnswers.
    """
    topic.refresh_from_db(from_queryset=Topic.objects.select_for_update(of=["self"]).select_related("board__group"))
    if topic.kind == into:
        return
    if BETWEEN.get(topic.kind) != into or not topic.can_be_renamed_by(by):
        raise NotAllowed
    if topic.acceptances.exists():
        raise HasAnswers
    was, topic.kind = topic.kind, into
    topic.save(update_fields=["kind"])
    record("questions.kind_changed", topic, by=by, was=was)
    kind_changed.send(sender=Topic, topic=topic)


@transaction.atomic
def open_again(post, *, by):
    """What seemed to answer the question did not: the mark of `post` goes, and a closed topic takes replies again.

    Raises NotAcceptable where it is not for `by` to say.
    """
    Acceptance.withdraw(post, by=by)
    topic = post.topic
    if topic.closed_at and topic.can_be_closed_by(by):
        topic.reopen(by=acting_as(topic, by))
