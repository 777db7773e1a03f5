"""What search can ask of questions: `is:solved`, `is:unsolved`."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Topic
from forums.discussions.search import filters


def register():
    question = Q(topic__kind=Topic.QUESTION)
    solved = question & Q(topic__accepted_count__gt=0)
    filters.register_state("solved", solved, words=_("in questions of which an answer helped"))
    unsolved = question & Q(topic__accepted_count=0, topic__closed_at=None)
    filters.register_state(
        "unsolved", unsolved, words=_("in open questions of which no answer is known to have helped")
    )
