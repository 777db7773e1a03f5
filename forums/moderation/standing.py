"""What a moderator should know of an author: facts, and only of somebody who speaks by name."""

from django.db.models import Count, Q

from forums.discussions.models import Post

from .models import Case


def standing_of(case):
    """{person, posts, hidden, sent_back} of the author of a case; None for one without a name. Two queries."""
    if case.is_nameless:
        return None
    person = case.held.person if case.is_held else case.post.author
    posts = Post.objects.filter(author=person, kind=Post.POST).aggregate(
        standing=Count("pk", filter=Q(hidden_at=None)), hidden=Count("pk", filter=Q(hidden_at__isnull=False))
    )
    earlier = Case.objects.filter(Q(post__author=person) | Q(held__person=person)).exclude(pk=case.pk)
    earlier = earlier.filter(outcome__in=[Case.HIDDEN, Case.RETURNED, Case.REFUSED])
    return {"person": person, "posts": posts["standing"], "hidden": posts["hidden"], "earlier": earlier.count()}
