"""Cases and held texts go where their topic and their post go, so that they reach who moderates there."""

from django.dispatch import receiver

from forums.discussions.models import Topic
from forums.discussions.numbers import number_in
from forums.discussions.signals import posts_moved, topic_moved

from .models import Case, Held


@receiver(topic_moved, sender=Topic, dispatch_uid="moderation.follow_to_another_board")
def follow_to_another_board(sender, topic, **kwargs):
    _set_board(Case.objects.filter(post__topic=topic), topic.board)
    _set_board(Case.objects.filter(held__topic=topic), topic.board)
    Held.objects.filter(topic=topic).update(board=topic.board)


@receiver(posts_moved, sender=Topic, dispatch_uid="moderation.follow_to_another_topic")
def follow_to_another_topic(sender, source, target, numbers, **kwargs):
    _set_board(Case.objects.filter(post__topic=target, post__number__in=list(numbers.values())), target.board)
    if source.merged_into_id == target.pk:
        _set_board(Case.objects.filter(held__topic=source), target.board)
        for held in Held.objects.select_for_update().filter(topic=source, post=None).order_by("pk"):
            held.topic, held.board, held.title, held.key = target, target.board, target.title, f"reply:{target.pk}"
            answered = number_in(held.fields.get("reply_to"))
            held.fields["reply_to"] = str(numbers.get(answered, ""))
            held.save(update_fields=["topic", "board", "title", "key", "fields"])


def _set_board(cases, board):
    """Whoever decides one of them at this moment holds its row; those are as good as decided."""
    free = cases.exclude(board=board).select_for_update(of=["self"], skip_locked=True)
    Case.objects.filter(pk__in=list(free.values_list("pk", flat=True))).update(board=board)
