from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..forms import HandoverForm
from ..models import Refused
from .finding import held, seen


@require_POST
def publication(request, pk):
    """Publish it or, with `retire`, show it no longer."""
    playbook = held(request, pk)
    if "retire" in request.POST:
        playbook.retire(by=request.user)
        messages.success(request, _("It is retired: only you and moderators see it now."))
        return redirect(playbook)
    try:
        playbook.publish(by=request.user)
        messages.success(request, _("It is published. We ask you again when it is due to be checked."))
    except Refused as why:
        messages.info(request, str(why))
    return redirect(playbook)


@require_POST
def check(request, pk):
    """It is still true or, with `change`, it needs one."""
    playbook = held(request, pk)
    if "change" in request.POST:
        playbook.admit(by=request.user)
        messages.info(request, _("Readers are told that you are on it. Say that it is true again when it is."))
    else:
        playbook.confirm(by=request.user)
        messages.success(request, _("Thank you: readers see that you looked."))
    return redirect(playbook)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request, pk):
    """Ask somebody else to look after it; whoever is asked reads here what that means."""
    playbook = seen(request, pk)
    is_asked = playbook.offered_to_id == request.user.pk
    if not is_asked and not playbook.can_be_edited_by(request.user):
        raise PermissionDenied
    form = HandoverForm(request.POST or None)
    if request.method == "POST" and not playbook.can_be_edited_by(request.user):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["handle"]
        try:
            playbook.offer(by=request.user, to=person)
        except Refused:
            form.add_error(
                "handle", _("They cannot look after it: they look after it already, or may not read all of it.")
            )
        else:
            messages.success(request, _("%(name)s is asked. Until they say yes, it stays as it is.") % {"name": person})
            return redirect(playbook)
    context = {"playbook": playbook, "form": form, "is_asked": is_asked}
    return render(request, "forums/playbooks/handover.html", context)


@require_POST
def taking_over(request, pk):
    """Say yes to looking after it or, with `decline`, no; the owner takes the question back the same way."""
    playbook = seen(request, pk)
    if "decline" in request.POST:
        playbook.let_pass(by=request.user)
        return redirect(
            playbook if playbook.is_shown or playbook.can_be_edited_by(request.user) else "playbooks:playbooks"
        )
    try:
        playbook.take_over(by=request.user)
        messages.success(request, _("You look after it now. Thank you."))
    except Refused:
        messages.info(request, _("The question was taken back meanwhile."))
    return redirect(playbook)
