from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.audit.models import Entry

from .. import holding, objecting
from ..enclosed import files_of
from ..forms import DecisionForm
from ..gate import for_moderators
from ..history import lines_of
from ..models import Case, NotYours, Settled, Taken
from ..models.case_lists import ITS_OBJECTION
from ..standing import standing_of

ROWS = [
    *("board", "post__topic__board", "post__author", "held__person", "held__topic", "claimed_by", "settled_by"),
    *ITS_OBJECTION,
]


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def case(request, pk):
    """One case with every reason there is to look at it; a POST decides it."""
    found = _case_of(request, pk)
    form = DecisionForm(request.POST or None, case=found)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(found, form, by=request.user)
        except holding.NotNow as why:
            form.add_error("decision", str(why))
        except (Taken, Settled, NotYours) as why:
            return _too_late(request, found, why)
        else:
            messages.success(request, _done(found))
            return redirect("moderation:queue")
    found.files = files_of(found)
    context = {
        "case": found,
        "form": form,
        "flags": found.flags.select_related("by").order_by("at", "pk"),
        "history": lines_of(Entry.objects.about(found).select_related("by").order_by("id")),
        "author": standing_of(found),
        "is_mine": found.is_claimed and found.claimed_by_id == request.user.pk,
        "is_taken": found.is_claimed_by_another(request.user),
    }
    return render(request, "forums/moderation/case.html", context)


@require_POST
@for_moderators
def claim(request, pk):
    """Take a case for half an hour, so that nobody else works on it; `undo` gives it back."""
    found = _case_of(request, pk)
    try:
        if "undo" in request.POST:
            found.give_back(by=request.user)
            return redirect("moderation:queue")
        found.claim(by=request.user)
    except (Taken, Settled, NotYours) as why:
        return _too_late(request, found, why)
    return redirect(found)


@require_POST
@for_moderators
def undoing(request, pk):
    """Take a decision back."""
    found = _case_of(request, pk)
    try:
        undone = found.undo(by=request.user)
    except NotYours:
        raise Http404 from None
    if undone:
        messages.success(request, _("Taken back. The case waits again."))
    else:
        messages.info(request, _("This cannot be taken back any more."))
    return redirect(found)


def _case_of(request, pk):
    return get_object_or_404(Case.objects.reaching(request.user).select_related(*ROWS), pk=pk)


def _decide(case, form, *, by):
    """Ask the one verb. What goes for a text that is out, and for one that is not, are different verbs."""
    chosen, words = form.cleaned_data["decision"], form.cleaned_data["words"].strip()
    if case.is_objection:
        decide = objecting.uphold if chosen == form.UPHOLD else objecting.dismiss
        decide(case, by=by, words=words)
    elif case.is_held:
        verbs = {form.APPROVE: holding.publish, form.RETURN: holding.send_back, form.REFUSE: holding.refuse}
        verbs[chosen](case, by=by, words=words)
    elif chosen == form.APPROVE:
        case.keep(by=by, words=words)
    elif chosen == form.RETURN:
        case.send_back(by=by, words=words)
    else:
        case.hide(by=by, words=words, whole_topic=chosen == form.HIDE_TOPIC)


def _done(case):
    return {
        Case.KEPT: _("It stays. Whoever flagged it is told."),
        Case.HIDDEN: _("It is hidden, and its author has your words."),
        Case.RETURNED: _("It is back with its author, with your words. Their next text comes to this case."),
        Case.PUBLISHED: _("It is published, and its author is told."),
        Case.REFUSED: _("It is not published, and its author has your words."),
        Case.UPHELD: _("It is there for others, and both are told.")
        if case.is_objection and case.objection.is_against_a_text
        else _("It is lifted, and both are told."),
        Case.DISMISSED: _("It stays, and both are told."),
    }[case.outcome]


def _too_late(request, case, why):
    if isinstance(why, NotYours):
        raise Http404
    if isinstance(why, Taken):
        said = _("%(name)s works on this case until their half hour is over.") % {"name": why.case.claimed_by}
    else:
        said = _("This case was decided a moment ago.")
    messages.info(request, said)
    return redirect(case)
