from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from ..differences import between
from ..models import Post, Revision
from ..numbers import number_in
from .finding import topic_of


@dataclass
class Text:
    """One text a post had or has."""

    version: int
    voice: str
    at: object
    title: str
    source: Post | Revision  # the post has the text it has now

    @property
    def is_now(self):
        return isinstance(self.source, Post)

    @property
    def is_hidden(self):
        return not self.is_now and self.source.is_hidden


@login_not_required
@require_safe
def history(request, pk, number):
    """Who changed a post, when, and what: `?version=` shows the change to that text, the last without it."""
    post = _post(request, pk, number)
    moderates = request.user.is_authenticated and request.user.is_moderator
    texts = _texts(post)
    wanted = number_in(request.GET.get("version")) or post.version
    places = [place for place, text in enumerate(texts) if text.version == wanted]
    if len(texts) < 2 or not places:
        raise Http404
    text = texts[places[0]]
    before = texts[places[0] + 1] if places[0] + 1 < len(texts) else None
    withheld = not moderates and (text.is_hidden or (before is not None and before.is_hidden))
    context = {"post": post, "topic": post.topic, "texts": texts, "text": text, "before": before}
    context |= {"moderates": moderates, "is_withheld": withheld}
    if not withheld:
        context["pieces"] = between(before.source.markdown if before else "", text.source.markdown)
    return render(request, "forums/discussions/history.html", context)


@require_POST
def hiding(request, pk, number, version):
    """Keep an earlier text from everyone but moderators, or show it again with `restore`."""
    post = _post(request, pk, number)
    if not request.user.is_moderator:
        raise PermissionDenied
    revision = get_object_or_404(post.revisions, version=version)
    (revision.restore if "restore" in request.POST else revision.hide)(by=request.user)
    return redirect(f"{reverse('forums:history', args=[pk, number])}?version={version}")


def _post(request, pk, number):
    """The post, where this reader may read it; Http404 otherwise."""
    topic = topic_of(request, pk)
    post = get_object_or_404(topic.posts.select_related("author", "edited_by").filter(kind=Post.POST), number=number)
    moderates = request.user.is_authenticated and request.user.is_moderator
    if post.is_hidden and not moderates:
        raise Http404
    post.topic = topic
    return post


def _texts(post):
    """All texts of the post, the newest first."""
    title = post.topic.title if post.number == 1 else ""
    now = Text(post.version, post.editor_voice, post.edited_at or post.created_at, title, post)
    earlier = post.revisions.select_related("by").defer("body").order_by("-version")  # of two, the words are asked for
    by_author = post.author_id

    def voice(each):
        return post.voice if each.by_id in (None, by_author) else str(each.by)

    return [now, *(Text(each.version, voice(each), each.at, each.title, each) for each in earlier)]
