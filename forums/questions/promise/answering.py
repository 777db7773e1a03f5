"""Which post answers a question: the first that somebody else wrote, as far as readers are to know.

A clock that went on after a post would tell everyone that asker and writer are one. So who asked without a name and
replies under their own, or the other way round, counts as somebody else; only within one voice does the portal look
behind it.
"""

from django.db.models import Exists

from forums.discussions.models import MovedPost

from ..asker import person_who_asked, person_who_wrote


def first_answer(topic):
    """The Post, or None while nobody but the asker has spoken; one query where the asker has a name.

    What asked the same in a topic that is a part of this one now is no answer.
    """
    posts = topic.posts.spoken().filter(~Exists(MovedPost.openers()), number__gt=1).order_by("number")
    if not topic.speaks_as:
        return posts.exclude(author=topic.author_id, speaks_as="").first()
    return next((post for post in posts.iterator() if not _is_by_nameless_asker(post, topic)), None)


def _is_by_nameless_asker(post, topic):
    return bool(post.speaks_as) and person_who_wrote(post) == person_who_asked(topic)
