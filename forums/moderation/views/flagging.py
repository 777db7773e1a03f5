from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forums.discussions.models import Post
from forums.discussions.views.finding import topic_of
from members.progress.pace import is_too_fast

from ..forms import FlagForm
from ..models import Flag, NotFlaggable

MOST_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def flag(request, pk, number):
    """Say that a moderator should look at a post, and why; once."""
    topic = topic_of(request, pk)
    post = get_object_or_404(Post.objects.select_related("author"), topic=topic, number=number)
    post.topic = topic
    if not Flag.can_be_raised(post, request.user):
        raise Http404
    earlier = Flag.objects.filter(post=post, by=request.user).first()
    form = FlagForm(request.POST or None)
    if request.method == "POST" and earlier is None and form.is_valid() and not _is_too_much(request, form):
        try:
            Flag.raise_one(post, by=request.user, **form.cleaned_data)
        except NotFlaggable:
            raise Http404 from None
        messages.success(request, _("Thank you. A moderator reads it, and you hear what came of it."))
        return redirect(post)
    context = {"topic": topic, "post": post, "form": form, "earlier": earlier}
    return render(request, "forums/moderation/flag.html", context)


@require_safe
def flags(request):
    """What one flagged oneself, and what came of it."""
    told = Flag.objects.told_by(request.user)[:MOST_SHOWN]
    return render(request, "forums/moderation/flags.html", {"flags": told})


def _is_too_much(request, form):
    if not is_too_fast(request, "flags", most=20, within=3600):
        return False
    form.add_error(None, _("You have flagged many posts within an hour. The moderators have enough to begin with."))
    return True
