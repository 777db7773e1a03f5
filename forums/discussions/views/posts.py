from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import markdown
from ..forms import LONGEST_BODY, PostForm, ReplyForm
from ..models import Closed, Post
from ..numbers import number_in
from .finding import accepted, preview_of, topic_of


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Reply to a topic; as a page of its own it also brings back a reply that could not be saved."""
    topic = topic_of(request, pk)
    if not topic.board.can_be_posted_to_by(request.user):
        raise PermissionDenied
    form = ReplyForm(request.POST or None, initial={"reply_to": request.GET.get("to")})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            post = topic.reply(by=request.user, **form.cleaned_data)
        except Closed:
            form.add_error(
                None, _("This topic was closed while you wrote. Your text is below, so that you can keep it.")
            )
        else:
            accepted(request, _("Your post is there for others to read."), f"topic:{topic.pk}")
            return redirect(post)
    answered = topic.posts.spoken().filter(number=number_in(form["reply_to"].value())).select_related("author").first()
    context = {"topic": topic, "form": form, "answered": answered, "preview": preview_of(request)}
    return render(request, "forums/discussions/reply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    post = get_object_or_404(
        Post.objects.select_related("topic__board", "author"), topic=topic_of(request, pk), number=number
    )
    if not post.can_be_edited_by(request.user):
        raise PermissionDenied
    form = PostForm(request.POST or None, initial={"body": post.markdown})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        post.edit(by=request.user, body=form.cleaned_data["body"])
        accepted(request, _("Your changes are saved."), f"edit:{post.pk}")
        return redirect(post)
    context = {"post": post, "topic": post.topic, "form": form, "preview": preview_of(request)}
    return render(request, "forums/discussions/edit.html", context)


@require_POST
def preview(request):
    """The HTML of a text being written, exactly as it would be stored."""
    return HttpResponse(markdown.render(request.POST.get("body", "")[:LONGEST_BODY]))
