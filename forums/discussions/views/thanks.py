from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from members.connections.models import blocked_by

from ..models import Post, Thanks
from ..models.thanks import NotThankable
from .finding import topic_of

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request, pk, number):
    """Who thanked for a post; a POST says so oneself (`kind`), or takes a kind back (`undo`)."""
    topic = topic_of(request, pk)
    post = get_object_or_404(Post.objects.select_related("author"), topic=topic, number=number, kind=Post.POST)
    post.topic = topic
    if request.method == "POST":
        return _say(request, post)
    if post.is_hidden and not request.user.is_moderator:
        raise PermissionDenied
    given = Thanks.objects.filter(post=post).exclude(person__in=blocked_by(request.user))
    given = given.select_related("person").order_by("kind", "-at", "-id")[:SHOWN]
    context = {"topic": topic, "post": post, "given": given, "nameless": Thanks.imported(post)}
    return render(request, "forums/discussions/thanks.html", context)


def _say(request, post):
    kind = request.POST.get("undo") or request.POST.get("kind", "")
    try:
        if kind in dict(Thanks.KINDS):
            Thanks.say(post=post, by=request.user, kind=kind, taken_back="undo" in request.POST)
    except NotThankable:
        raise PermissionDenied from None
    return redirect(post)
