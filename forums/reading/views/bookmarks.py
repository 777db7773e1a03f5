from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forums.discussions.models import Post, Topic
from forums.discussions.numbers import number_in

from ..forms import BookmarkForm
from ..models import Bookmark
from .lists import filters, yours

ROWS = 30


@require_safe
def kept(request):
    """The posts this person keeps, the last one first, with their notes and reminders."""
    found = Bookmark.objects.of(request.user).order_by("-pk")
    older = number_in(request.GET.get("older", ""), digits=18)
    if older:
        found = found.filter(pk__lt=older)
    found = list(found[: ROWS + 1])
    shown = found[:ROWS]
    context = {
        "bookmarks": shown,
        "older_url": f"?older={shown[-1].pk}" if len(found) > ROWS else None,
        "is_first_page": not older,
        "filters": filters(request, "kept"),
        "yours": yours(request, "kept"),
    }
    return render(request, "forums/reading/kept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request, pk, number):
    """Keep a post, with a note and a reminder; "quick" keeps it as it is, "drop" keeps it no longer."""
    topics = Topic.objects.visible_to(request.user)
    posts = Post.objects.filter(topic__in=topics, kind=Post.POST).select_related("topic__board", "author")
    post = get_object_or_404(posts, topic=pk, number=number)
    if post.is_hidden and not request.user.is_moderator:
        raise Http404
    if "drop" in request.POST:
        Bookmark.drop(post=post, by=request.user)
        messages.success(request, _("Kept no longer."))
        return redirect(post)
    bookmark = Bookmark.objects.filter(post=post, person=request.user.pk).first()
    if "quick" in request.POST:
        if bookmark is None:
            Bookmark.keep(post=post, by=request.user)
        messages.success(request, _("Kept. You find it under “Kept posts”, where you can add a note or a reminder."))
        return redirect(post)
    form = BookmarkForm(request.POST or None, person=request.user, bookmark=bookmark)
    if request.method == "POST" and form.is_valid():
        Bookmark.keep(post=post, by=request.user, note=form.cleaned_data["note"], remind_on=form.remind_on)
        messages.success(request, _("Kept.") if form.remind_on is None else _("Kept. We will remind you."))
        return redirect("forums:kept")
    context = {"post": post, "form": form, "bookmark": bookmark}
    return render(request, "forums/reading/keeping.html", context)
