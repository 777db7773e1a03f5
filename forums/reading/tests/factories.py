"""The worker that tells watchers of posts: for tests that ask for it, it comes by at once."""

import pytest

from forums.discussions.models import Post
from forums.discussions.signals import post_added
from forums.reading import telling
from forums.reading.models import Untold

UID = "tests.tell_at_once"


def _tell_at_once(sender, post, **kwargs):
    untold = Untold.objects.filter(post=post)
    if untold.exists():
        telling.tell([post])
        untold.delete()


@pytest.fixture
def told_at_once():
    """Who watches has heard of a post as soon as it is there, as if the worker had come by."""
    post_added.connect(_tell_at_once, sender=Post, dispatch_uid=UID)
    yield
    post_added.disconnect(sender=Post, dispatch_uid=UID)


@pytest.fixture
def told_by_hand(told_at_once):
    """`told_by_hand()`: the worker comes by only now; returns of how many posts it told."""
    post_added.disconnect(sender=Post, dispatch_uid=UID)
    return telling.tell_due
