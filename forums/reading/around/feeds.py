"""Feeds of what everyone may read. They are the same for whoever asks, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.discussions.models import Tag

from .atom import MOST, Feed
from .public import public_boards, public_topics


@login_not_required
@require_safe
def latest(request):
    """The topics in which somebody wrote last."""
    about = _("What people in customer experience are asking, trying and telling each other.")
    feed = Feed(_("CXPA: discussions"), about, request.path, reverse("forums:latest"))
    return _topics(request, feed, public_topics())


@login_not_required
@require_safe
def board(request, slug):
    found = get_object_or_404(public_boards(), slug=slug)
    feed = Feed(_("CXPA: %(board)s") % {"board": found}, found.description, request.path, found.get_absolute_url())
    return _topics(request, feed, public_topics().filter(board=found))


@login_not_required
@require_safe
def tag(request, slug):
    """A synonym leads to its word."""
    found = get_object_or_404(Tag.objects.select_related("synonym_of"), slug=slug)
    if found.synonym_of:
        return redirect("forums:feed_of_tag", found.synonym_of.slug, permanent=True)
    title = _("CXPA: tagged “%(tag)s”") % {"tag": found}
    feed = Feed(title, found.about, request.path, found.get_absolute_url())
    return _topics(request, feed, public_topics().filter(taggings__tag=found))


@login_not_required
@require_safe
def topic(request, pk):
    """The last posts of one topic, whole."""
    found = get_object_or_404(public_topics(), pk=pk)
    feed = Feed(found.title, found.excerpt, request.path, found.get_absolute_url())
    for post in found.posts.spoken().select_related("author").defer("body").order_by("-number")[:MOST]:
        post.topic = found
        feed.add_post(post, said_in(post))
    return feed.answer(request)


def said_in(post):
    """The title of a post, which has none of its own."""
    if post.number == 1:
        return post.topic.title
    return _("%(name)s in “%(topic)s”") % {"name": post.voice, "topic": post.topic}


def _topics(request, feed, topics):
    for each in topics.for_listing().newest_first()[:MOST]:
        feed.add_topic(each)
    return feed.answer(request)
