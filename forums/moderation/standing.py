"""What a moderator should know of an author: facts, and only of somebody who speaks by name."""

from django.db.models import Count, Q

from forums.discussions.models import Post

from .models import Case


def standing_of(case):
    """{person, posts, hidden, sent_back} of the author of a case; None for one without a name. Two queries."""
    person = case.named_person
    if person is None:
        return None
    posts = posts_of(person)
    # Texts that wait without a name know whose they are: they are not counted here.
    by_name = Q(post__author=person) | Q(held__person=person, held__speaks_as="")
    earlier = Case.objects.filter(by_name).exclude(pk=case.pk)
    earlier = earlier.filter(outcome__in=[Case.HIDDEN, Case.RETURNED, Case.REFUSED])
    return {"person": person, "posts": posts["standing"], "hidden": posts["hidden"], "earlier": earlier.count()}


def posts_of(person):
    """{standing, hidden}: how many of their posts, written by name, can be read, and how many cannot. One query."""
    return Post.objects.filter(author=person, kind=Post.POST).aggregate(
        standing=Count("pk", filter=Q(hidden_at=None)), hidden=Count("pk", filter=Q(hidden_at__isnull=False))
    )
