from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.progress.models import Draft
from members.progress.writing import Writing, keeps_text
from members.subjects.models import PersonContext

from .. import planning, screening
from ..asking import additions
from ..asking.speaking import offer_to
from ..forms import TopicForm
from ..models import Board, Planned, Story, Topic
from ..models.stories import PARTS
from ..similar import topics_like
from .attachments import enclosed
from .finding import as_others_see, preview_of, topic_of


@keeps_text("ask")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request):
    """Start a topic, or go on with `?draft=`. `?board=` and `?kind=` prefill the form; "preview" only shows it."""
    writing = Writing.anew(request, "ask")
    asked = {name: request.GET.get(name, "") for name in ("board", "title")}
    asked["kind"] = request.GET.get("kind", Topic.QUESTION)
    asked |= {"files": writing.key, **PersonContext.of(request.user), **additions.prefilled(request.GET)}
    form = TopicForm(sent_to(request), initial=asked | writing.initial(), person=request.user)
    if not form.boards:
        return render(request, "forums/discussions/nowhere_to_write.html", status=403)
    files = enclosed(request, form["files"].value())
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    sent = writing.is_sent and form.is_valid() and has_files
    if stopped := sent and screening.stopped(by=request.user, form=form, key=writing.key, files=form["files"].value()):
        if stopped.url:
            writing.done(stopped.sentence)
            return redirect(stopped.url)
    elif sent:
        if form.due_at:
            planning.plan(form)
            writing.done(_("It is planned. Until then nobody else sees it, and you can change it."))
            return redirect("forums:planned")
        if topic := form.start():
            writing.done(_("It is there for others to read, and you hear of every answer."))
            return redirect(topic)
    context = asking_context(request, form, files) | {
        "draft": writing.context,
        "draft_count": Draft.objects.of(request.user).exclude(key=writing.key).count(),
        "planned_count": Planned.objects.of(request.user).count(),
    }
    return render(request, "forums/discussions/ask.html", context)


def sent_to(request):
    """What a TopicForm was sent, or None; "without_context" takes back what it says of the writer's company."""
    if request.method != "POST":
        return None
    sent = additions.switched(request.POST)
    if "without_context" not in sent:
        return sent
    sent = sent.copy()
    for part in PersonContext.PARTS:
        sent[part] = ""
    return sent


def asking_context(request, form, files):
    """What the page of a TopicForm shows, new or planned; `files` are the Enclosed of it."""
    kind, looks = form["kind"].value(), "preview" in request.POST
    return {
        "files": files.context,
        "similar": topics_like(form["title"].value() or "", request.user) if looks else [],
        "form": form,
        "boards": form.boards,
        "board": _board_of(form, form.boards),
        "kind": kind,
        "is_story": kind in PARTS,
        "preview": _preview_of(request, form, kind),
        "offer": offer_to(request.user, _board_of(form, form.boards)),
        "beside": screening.words_beside(request.user),
    }


def _preview_of(request, form, kind):
    board = _board_of(form, form.boards)
    if kind not in PARTS or "preview" not in request.POST:
        return preview_of(request, board=board)
    return as_others_see(request, board=board, source=Story.compose(kind, form.parts_typed))


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
