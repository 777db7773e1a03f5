"""A topic to take away: on paper, and as a file."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from forums.discussions.models import Topic, attachments
from forums.discussions.models.evidence import Grade
from forums.discussions.numbers import number_in

from ..reader import hidden_authors
from . import as_markdown

PRINTED = 500  # posts on one page to print
EXPORTED = 5000  # posts in one file


@login_not_required
@require_safe
def to_print(request, pk):
    """The whole topic without what one clicks on; `?from=` is the number of the first post, where it is too long for
    one page."""
    topic = _topic(request, pk)
    first = _first(request, topic)
    last = min(first + PRINTED - 1, topic.last_number)
    posts = topic.posts.spoken().between(first, last).select_related("author").defer("body")
    posts = list(posts.annotate(**attachments.beside_posts()))
    folded = _folded(request.user)
    for post in posts:
        post.topic, post.is_folded = topic, post.author_id in folded
        post.grade_label = Grade(post.evidence).label if post.evidence else ""
    shown = [post for post in posts if not post.is_folded]
    attachments.for_posts(shown)
    here = reverse("forums:print", args=[topic.pk])
    context = {
        "topic": topic,
        "posts": posts,
        "first": first,
        "last": last,
        "is_whole": first == 1 and last == topic.last_number,
        "before_url": f"{here}?from={max(first - PRINTED, 1)}" if first > 1 else None,
        "after_url": f"{here}?from={last + 1}" if last < topic.last_number else None,
    }
    return _unlisted(render(request, "forums/reading/around/print.html", context))


@login_not_required
@require_safe
def export(request, pk):
    """The topic as a Markdown file, written while it is sent; `?from=` as above, EXPORTED posts in one."""
    topic = _topic(request, pk)
    first = _first(request, topic)
    last = min(first + EXPORTED - 1, topic.last_number)
    told = as_markdown.Told(topic, first, last, _folded(request.user), timezone.get_current_timezone())
    response = StreamingHttpResponse(told.pieces(), content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{topic.slug}-{topic.pk}.md")
    return _unlisted(response)


def _topic(request, pk):
    topics = Topic.objects.visible_to(request.user).select_related("board__group", "author", "context_card")
    return get_object_or_404(topics, pk=pk)


def _first(request, topic):
    first = number_in(request.GET.get("from", "1"), digits=9) or 0
    if not 1 <= first <= max(topic.last_number, 1):
        raise Http404
    return first


def _folded(person):
    """The ids of those whose words this reader does not want to see."""
    return set(hidden_authors(person.pk).values_list("blocked", flat=True)) if person.is_authenticated else set()


def _unlisted(response):
    """Not for search engines, which have the topic itself; nor kept by anybody on the way."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-cache"
    return response
