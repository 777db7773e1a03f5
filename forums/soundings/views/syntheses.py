from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums.discussions import markdown
from forums.discussions.forms import LONGEST_BODY
from forums.discussions.models import NotAllowed
from members.progress.writing import Writing, keeps_text

from ..forms import AnswerForm, SynthesisForm
from ..models import Refused, Sounding, Synthesis


@keeps_text("synthesis")
@require_http_methods(["GET", "HEAD", "POST"])
def synthesis(request, pk):
    """Write what came of it, and ask everybody who gave a view."""
    sounding = get_object_or_404(Sounding.objects.by(request.user).select_related("author"), pk=pk)
    if not sounding.can_be_told:
        messages.info(request, sounding.why_not_told)
        return redirect(sounding)
    writing = Writing(request, f"synthesis:{pk}")
    stands = Synthesis.objects.filter(sounding=sounding).first()
    form = SynthesisForm(request.POST or None, initial=writing.initial() or _as_it_stands(stands), person=request.user)
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid():
        try:
            Synthesis.propose(sounding, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            writing.done(_("They are asked. You hear what each of them says."))
            return redirect(f"{sounding.get_absolute_url()}#synthesis")
    preview = markdown.render(request.POST.get("body", "")[:LONGEST_BODY]) if "preview" in request.POST else None
    context = {"sounding": sounding, "form": form, "draft": writing.context, "preview": preview, "stands": stands}
    context["views"] = sounding.views.select_related("person")
    return render(request, "forums/soundings/synthesis.html", context)


def _as_it_stands(stands):
    return (
        {"title": stands.title, "body": stands.body, "board": stands.board_id, "token": stands.token} if stands else {}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request, pk):
    """What somebody who gave a view says to it; as a page of its own it also brings back what could not be sent."""
    found = _synthesis(request, pk)
    if not found.sounding.views.filter(person=request.user).exists():
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        about = {"is_named": said["is_named"], "words": said["words"], "version": said["version"]}
        try:
            found.answer(by=request.user, agrees=form.agrees, **about)
        except Refused as why:
            messages.info(request, str(why))
        else:
            messages.success(request, _("%(author)s has your answer.") % {"author": found.sounding.author})
        return redirect(f"{found.sounding.get_absolute_url()}#synthesis")
    return render(request, "forums/soundings/agreement.html", {"synthesis": found, "form": form})


@require_POST
def publication(request, pk):
    """Publish it, as everybody agreed."""
    found = _synthesis(request, pk)
    if found.sounding.author_id != request.user.pk:
        raise PermissionDenied
    try:
        topic = found.publish(by=request.user)
    except NotAllowed:
        messages.info(request, _("You may no longer write on that board. Choose another, and everybody is asked anew."))
    except Refused as why:
        messages.info(request, str(why))
    else:
        messages.success(request, _("It is there for others to read. Those who helped are told."))
        return redirect(topic)
    return redirect(f"{found.sounding.get_absolute_url()}#synthesis")


def _synthesis(request, pk):
    sounding = get_object_or_404(Sounding.objects.visible_to(request.user), pk=pk)
    found = Synthesis.objects.select_related("sounding__author", "board__posting_group", "topic").filter(
        sounding=sounding
    )
    if (one := found.first()) is None:
        raise Http404
    return one
