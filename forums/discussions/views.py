from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import markdown
from .forms import LONGEST_BODY, PostForm, ReplyForm, TopicForm
from .models import Board, Closed, Post, Topic
from .numbers import number_in


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Start a topic. `?board=` and `?kind=` prefill the form; the button "preview" shows it without saving."""
    asked = {"board": request.GET.get("board"), "kind": request.GET.get("kind", Topic.QUESTION)}
    form = TopicForm(request.POST or None, initial=asked, person=request.user)
    boards = form.fields["board"].queryset
    if not boards:
        return render(request, "forums/discussions/nowhere_to_write.html", status=403)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        topic = Topic.start(by=request.user, **form.cleaned_data)
        _accepted(request, _("It is there for others to read, and you hear of every answer."), "ask ask-title")
        return redirect(topic)
    context = {"form": form, "boards": boards, "board": _board_of(form, boards), "preview": _preview(request)}
    return render(request, "forums/discussions/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request, pk):
    """Reply to a topic; as a page of its own it also brings back a reply that could not be saved."""
    topic = _topic(request, pk)
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
            _accepted(request, _("Your post is there for others to read."), f"topic:{topic.pk}")
            return redirect(post)
    answered = topic.posts.spoken().filter(number=number_in(form["reply_to"].value())).select_related("author").first()
    context = {"topic": topic, "form": form, "answered": answered, "preview": _preview(request)}
    return render(request, "forums/discussions/reply.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    post = get_object_or_404(
        Post.objects.select_related("topic__board", "author"), topic=_topic(request, pk), number=number
    )
    if not post.can_be_edited_by(request.user):
        raise PermissionDenied
    form = PostForm(request.POST or None, initial={"body": post.markdown})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        post.edit(by=request.user, body=form.cleaned_data["body"])
        _accepted(request, _("Your changes are saved."), f"edit:{post.pk}")
        return redirect(post)
    context = {"post": post, "topic": post.topic, "form": form, "preview": _preview(request)}
    return render(request, "forums/discussions/edit.html", context)


@require_POST
def preview(request):
    """The HTML of a text being written, exactly as it would be stored."""
    return HttpResponse(markdown.render(request.POST.get("body", "")[:LONGEST_BODY]))


@require_POST
def closure(request, pk):
    """Close a topic, or open it again with `reopen`."""
    topic = _topic(request, pk)
    if not topic.can_be_closed_by(request.user):
        raise PermissionDenied
    if "reopen" in request.POST:
        topic.reopen(by=request.user)
        messages.success(request, _("The topic is open again."))
    else:
        topic.close(by=request.user)
        messages.success(request, _("The topic is closed. Everyone can still read it."))
    return redirect(topic)


def _accepted(request, sentence, drafts):
    """Say that a text arrived; the next page forgets its `drafts`, the keys of data-draft (see base.html)."""
    messages.success(request, sentence, extra_tags=f"drafts {drafts}")


def _topic(request, pk):
    return get_object_or_404(Topic.objects.visible_to(request.user).select_related("board__group", "author"), pk=pk)


def _preview(request):
    return markdown.render(request.POST.get("body", "")[:LONGEST_BODY]) if "preview" in request.POST else None


def _board_of(form, boards):
    """The board that is chosen in `form`, for the sentence that says who will read it."""
    slug = form["board"].value()
    return next((board for board in boards if board.slug == slug), boards[0]) if boards else Board()
