from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..forms import TopicForm
from ..models import Board, Topic
from .finding import accepted, preview_of, topic_of


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
        accepted(request, _("It is there for others to read, and you hear of every answer."), "ask ask-title")
        return redirect(topic)
    context = {"form": form, "boards": boards, "board": _board_of(form, boards), "preview": preview_of(request)}
    return render(request, "forums/discussions/ask.html", context)


@require_POST
def closure(request, pk):
    """Close a topic, or open it again with `reopen`."""
    topic = topic_of(request, pk)
    if not topic.can_be_closed_by(request.user):
        raise PermissionDenied
    if "reopen" in request.POST:
        topic.reopen(by=request.user)
        messages.success(request, _("The topic is open again."))
    else:
        topic.close(by=request.user)
        messages.success(request, _("The topic is closed. Everyone can still read it."))
    return redirect(topic)


def _board_of(form, boards):
    """The board that is chosen in `form`, for the sentence that says who will read it."""
    slug = form["board"].value()
    return next((board for board in boards if board.slug == slug), boards[0]) if boards else Board()
