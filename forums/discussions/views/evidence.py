from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from ..models import Corroboration, Post
from ..models.evidence import NotSeen
from .finding import topic_of


@require_POST
def seen(request, pk, number):
    """Say that one has seen an advice work ("here"), or not ("not"), or take that back ("undo")."""
    topic = topic_of(request, pk)
    post = get_object_or_404(Post.objects.spoken(), topic=topic, number=number)
    said = next((name for name in ["here", "not", "undo"] if name in request.POST), None)
    try:
        if said:
            Corroboration.say(post=post, by=request.user, here={"here": True, "not": False}.get(said))
    except NotSeen:
        raise PermissionDenied from None
    return redirect(post)
