from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.progress.writing import Writing

from .. import planning, screening
from ..forms import TopicForm
from ..models import Planned
from .attachments import enclosed
from .topics import asking_context, sent_to


@require_safe
def planned_topics(request):
    """What the reader planned: what waits for its hour, and what could not be published."""
    return render(request, "forums/discussions/planned.html", {"topics": Planned.objects.of(request.user)[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
def planned_topic(request, pk):
    """Change a planned topic, or its hour; "now" in the form publishes it."""
    planned = _mine(request, pk)
    writing = Writing(request, f"plan:{planned.pk}")
    kept = planned.fields | {"board": planned.board.slug, "title": planned.title, "when": "later", "at": planned.due_at}
    form = TopicForm(sent_to(request), initial=kept | writing.initial(), person=request.user)
    files = enclosed(request, form["files"].value())
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    sent = writing.is_sent and form.is_valid() and has_files
    if stopped := sent and screening.stopped(by=request.user, form=form, key=writing.key, files=form["files"].value()):
        if stopped.url:
            planned.take_back(by=request.user)
            writing.done(stopped.sentence)
            return redirect(stopped.url)
    elif sent:
        changed = planning.change(planned, form)
        if not changed:
            return _too_late(request)
        topic = None if form.due_at else planning.publish(planned)
        writing.done(_("It is there for others to read.") if topic else _("Your changes are kept."))
        return redirect(topic or "forums:planned")
    context = asking_context(request, form, files) | {"planned": planned, "draft": writing.context}
    return render(request, "forums/discussions/ask.html", context)


@require_POST
def publication(request, pk):
    """Publish a planned topic now."""
    topic = planning.publish(_mine(request, pk))
    if topic is None:
        return redirect("forums:planned")
    messages.success(request, _("It is there for others to read, and you hear of every answer."))
    return redirect(topic)


@require_POST
def plan_withdrawal(request, pk):
    """Plan it no more: what was written goes to the drafts."""
    planned = _mine(request, pk)
    draft = planning.back_to_drafts(planned)
    if draft is None:
        return _too_late(request)
    messages.success(request, _("It is no longer planned. You find it under “Your drafts”."))
    return redirect("forums:planned")


def _mine(request, pk):
    planned = get_object_or_404(Planned.objects.select_related("board", "topic"), pk=pk, person=request.user)
    if planned.topic_id:
        raise Http404
    return planned


def _too_late(request):
    messages.info(request, _("It was published a moment ago. What you changed here was not; edit the topic itself."))
    return redirect("forums:mine")
