"""What somebody sees of a text of theirs that waits, came back or was hidden. Others do not see these pages."""

from contextlib import suppress

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.discussions.models import EditedMeanwhile
from members.progress.writing import Writing

from .. import holding, objecting
from ..forms import ObjectionForm, RevisionForm, StoryRevisionForm
from ..models import Case, Held

ROWS = ["board", "post__topic__board", "post__author", "held__person", "held__topic__board"]


@require_safe
def waiting(request):
    """What one wrote that a moderator has to read, or sent back."""
    texts = Held.objects.pending_of(request.user).select_related("case", "topic", "board").defer("fields")
    return render(request, "forums/moderation/waiting.html", {"texts": texts})


@require_http_methods(["GET", "HEAD", "POST"])
def text(request, pk):
    """One text of the reader's with the moderator's words; where it came back, a form to answer by changing it."""
    case = _mine(request, pk)
    if case.outcome != Case.RETURNED or _goes_on_elsewhere(case):  # nothing to be changed here
        if request.method == "POST":
            messages.info(request, _("This text does not wait for a change of yours any more."))
            return redirect("moderation:waiting")
        return _shown(request, case)
    writing = Writing(request, f"revision:{case.pk}")
    form_of = StoryRevisionForm if _is_story(case) else RevisionForm
    form = form_of(request.POST or None, initial=form_of.text_of(case) | writing.initial(), case=case)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    theirs = None
    if writing.is_sent and form.is_valid():
        try:
            sent = form.send(by=request.user)
        except EditedMeanwhile as meanwhile:
            form.data = form.data.copy()
            theirs, form.data["version"] = meanwhile.post, meanwhile.post.version
        else:
            writing.done(_("Thank you. The moderator reads your new text.") if sent else "")
            return redirect("moderation:text", case.pk)
    context = {"case": case, "form": form, "draft": writing.context, "theirs": theirs}
    return render(request, "forums/moderation/text.html", context)


@require_POST
def withdrawal(request, pk):
    """Take a text back before it was published: it goes to the drafts."""
    case = _mine(request, pk)
    if case.is_held and holding.take_back(case.held, by=request.user):
        messages.success(request, _("It is yours again: you find it under “Your drafts”."))
    else:
        messages.info(request, _("It was decided a moment ago."))
    return redirect("progress:drafts")


@require_POST
def objection(request, pk):
    """Say, once, that what was decided about a text is wrong: a moderator who did not decide it decides again."""
    case, form = _mine(request, pk), ObjectionForm(request.POST)
    if case.can_be_objected_to and not form.is_valid():
        return _shown(request, case, form)
    if case.can_be_objected_to:
        with suppress(objecting.TooLate):  # the page they are led to says what came first
            objecting.object_to_decision(case, by=request.user, words=form.cleaned_data["words"].strip())
    return redirect("moderation:text", case.pk)


def _shown(request, case, form=None):
    """The page of a text that waits for no change: what was decided, and what its author says to that."""
    made = case.objection_made
    can_object = case.can_be_objected_to and made is None
    context = {"case": case, "go_on_url": _go_on_url(case), "objection": made}
    context["objection_form"] = (form or ObjectionForm()) if can_object else None
    return render(request, "forums/moderation/text.html", context)


def _mine(request, pk):
    """The case about a text of this reader, where there is something to say to them of it."""
    case = get_object_or_404(Case.objects.select_related(*ROWS), pk=pk)
    told = case.is_held or case.hid or case.outcome in (Case.RETURNED, Case.HIDDEN)
    if not told or not case.is_by(request.user):
        raise Http404
    return case


def _goes_on_elsewhere(case):
    """A topic with all its parts is gone on with in the form it was begun in."""
    return case.is_held and case.held.topic_id is None


def _go_on_url(case):
    if case.outcome != Case.RETURNED:
        return ""
    return f"{reverse('forums:ask')}?draft={case.held.key.partition(':')[2]}"


def _is_story(case):
    return not case.is_held and case.post.number == 1 and case.post.topic.is_story
