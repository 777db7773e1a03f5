"""What everyone may read, whoever asks: for programs that are signed in to nothing."""

from django.contrib.auth.models import AnonymousUser

from forums.discussions.models import Board, Tag, Topic

STRANGER = AnonymousUser()


def public_boards():
    return Board.objects.visible_to(STRANGER)


def public_topics():
    """Without stories of failure. These are told among members only, and no board shall be able to let one out."""
    return Topic.objects.visible_to(STRANGER).exclude(kind=Topic.FAILURE)


def public_tags():
    """The words that stand on a topic everyone may read."""
    return Tag.objects.words().filter(topic_count__gt=0)


def is_public(topic):
    """Whether `topic` (with its board) is one of `public_topics`."""
    return topic.board.is_public and topic.hidden_at is None and topic.kind != Topic.FAILURE
