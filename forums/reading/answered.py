"""Whom a post answers, also where that post stands on another page of its topic."""

from django.db.models import Case, F, OuterRef, Subquery, When

from forums.discussions.models import Post

from .reader import hidden_authors


def with_answered(posts, person):
    """`posts`, each with the `answered_name` of whoever wrote the post it answers.

    There is none where that is simply the post before it, one that is not shown, or one by somebody `person` blocked.
    Found beside each post by the index of numbers: no further query.
    """
    said = Post.objects.spoken().filter(topic=OuterRef("topic"), number=OuterRef("reply_to_number"))
    said = said.exclude(number=OuterRef("number") - 1)
    if person.is_authenticated:
        said = said.exclude(author__in=hidden_authors(person.pk))
    return posts.annotate(
        answered_name=Subquery(
            said.values(name=Case(When(speaks_as="", then=F("author__name")), default=F("speaks_as")))
        )
    )


def address_of_answered(post, first, last):
    """Where the post stands that `post` answers, seen from the page with the numbers from `first` to `last`."""
    number = post.reply_to_number
    answered = Post(topic_id=post.topic_id, number=number)
    return f"#{answered.anchor}" if first <= number <= last else answered.get_absolute_url()
