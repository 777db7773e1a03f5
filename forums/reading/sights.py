"""Whether what a notice tells of a topic can still be read: asked each time, so that the badge never lies."""

from django.db.models import Exists, OuterRef

from forums.discussions.models import Post, Topic
from members.mail import sights

from .models.places import THING
from .reader import hidden_authors


def _stands(person):
    """Some post that the notice tells of is there, in a topic they may read, by nobody they blocked."""
    told = Post.objects.spoken().filter(
        topic=OuterRef("thing_id"), number__gte=OuterRef("first_number"), number__lte=OuterRef("last_number")
    )
    told = told.exclude(author__in=hidden_authors(person.pk))
    return Exists(told.filter(topic__in=Topic.objects.visible_to(person).values("pk")))


def register():
    sights.register(THING, _stands)
