from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forums.discussions import markdown
from forums.discussions.forms import LONGEST_BODY
from members.progress.writing import Writing, keeps_text

from ..forms import IdeaForm
from ..listing import page_of
from ..models import Refused, Sounding, Willingness
from ..models.soundings import can_ask


@require_safe
def soundings(request):
    """What one asked, and on what one was asked."""
    rows, older = page_of(request, Sounding.objects.visible_to(request.user))
    context = {
        "rows": rows,
        "older_url": older,
        "is_first_page": "older" not in request.GET,
        "can_ask": can_ask(request.user),
        "is_open": Willingness.of(request.user) if can_ask(request.user) else False,
    }
    return render(request, "forums/soundings/soundings.html", context)


@keeps_text("sounding")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Ask five members about an idea."""
    if not can_ask(request.user):
        return render(request, "forums/soundings/members_only.html", status=403)
    writing = Writing.anew(request, "sounding")
    form = IdeaForm(request.POST or None, initial=writing.initial())
    if writing.is_to_be_kept and (kept := writing.keep(request.POST)):
        return kept
    if writing.is_sent and form.is_valid():
        try:
            sounding = Sounding.begin(by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            writing.done(_("Your idea is with them. You hear of each view as it comes."))
            return redirect(sounding)
    preview = markdown.render(request.POST.get("text", "")[:LONGEST_BODY]) if "preview" in request.POST else None
    open_one = Sounding.objects.by(request.user).open().first()
    context = {"form": form, "draft": writing.context, "preview": preview, "open_one": open_one}
    return render(request, "forums/soundings/new.html", context)


@require_POST
def withdrawal(request, pk):
    """Take the idea back."""
    _mine(request, pk).withdraw(by=request.user)
    messages.success(request, _("You took it back. Nobody who was asked sees it any longer."))
    return redirect("soundings:soundings")


@require_POST
def closure(request, pk):
    """Close before the week is over."""
    sounding = _mine(request, pk)
    if sounding.close(by=request.user):
        messages.success(request, _("It is closed. What was said stays here for you and for those who said it."))
    return redirect(sounding)


def _mine(request, pk):
    return get_object_or_404(Sounding.objects.by(request.user).select_related("author"), pk=pk)
