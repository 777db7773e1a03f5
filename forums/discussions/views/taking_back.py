from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..models import Post
from ..models.posts import NotTheirs
from .finding import topic_of


@require_POST
def taking_back(request, pk, number):
    """Take one's own post back; with `again`, show it again."""
    topic = topic_of(request, pk)
    post = get_object_or_404(topic.posts.select_related("author"), number=number, kind=Post.POST)
    post.topic = topic
    try:
        if "again" in request.POST:
            post.bring_back(by=request.user)
            messages.success(request, _("Your post is there again."))
        else:
            post.take_back(by=request.user)
            if post.number == 1:
                messages.success(request, _("You took your topic back. Write to a moderator to have it shown again."))
                return redirect("forums:latest")
            messages.success(request, _("You took your post back. Only its place is left, and you can show it again."))
    except NotTheirs:
        raise PermissionDenied from None
    return redirect(post)
