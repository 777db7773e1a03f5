"""The short view of a long topic: its question, and the posts people thanked for."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import F, IntegerField
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from forums.discussions.models import Post, Topic, attachments, polls

from .pages import post_url
from .reader import hidden_authors

LONG = 50  # posts, from which on a topic has a short view
SHOWN = 15

# "This helped me" says more than "Thank you".
WORTH = "coalesce((reactions->>'thanks')::int, 0) + 2 * coalesce((reactions->>'helped')::int, 0)"


def is_long(topic):
    return topic.last_number >= LONG


def best_of(topic, person):
    """The SHOWN posts people thanked most for, in the order they were written, each with `left_out` (posts between);
    without those of people `person` blocked."""
    thanked = topic.posts.spoken().exclude(reactions={}).filter(number__gt=1).annotate(**_beside(person))
    if person.is_authenticated:
        thanked = thanked.exclude(author__in=hidden_authors(person.pk))
    most = thanked.annotate(worth=RawSQL(WORTH, [], output_field=IntegerField()))  # noqa: S611 - no words of anybody
    posts = sorted(
        most.select_related("author").order_by(F("worth").desc(), "number")[:SHOWN], key=lambda each: each.number
    )
    before = 1
    for post in posts:
        post.topic, post.left_out, post.left_out_url = topic, post.number - before - 1, post_url(topic, before + 1)
        post.lasting_url = post_url(topic, post.number)
        before = post.number
    return posts


def _beside(person):
    return polls.beside_posts(person) | attachments.beside_posts()


@login_not_required
@require_safe
def best(request, pk):
    """A long topic on one page: its first post, and what helped others. Reading it moves nobody's place."""
    topics = Topic.objects.visible_to(request.user).select_related("board__group", "author", "context_card")
    topic = get_object_or_404(topics, pk=pk)
    if not is_long(topic):
        raise Http404
    opening = Post.objects.spoken().filter(topic=topic, number=1).annotate(**_beside(request.user))
    opening = opening.select_related("author").first()
    posts = best_of(topic, request.user)
    shown = [*([opening] if opening else []), *posts]
    for post in shown:
        post.topic = topic
    polls.for_posts(shown, request.user)
    attachments.for_posts(shown)
    left = topic.last_number - (posts[-1].number if posts else 1)
    context = {"topic": topic, "opening": opening, "posts": posts, "left": left}
    return render(request, "forums/reading/best.html", context)
