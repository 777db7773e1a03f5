from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..forms import AnswerForm, DoubtForm
from ..models import Doubt, Refused
from .finding import held, seen


@require_http_methods(["GET", "HEAD", "POST"])
def doubt(request, pk):
    """Say that it is not so where one works; `?passage=` names which of it."""
    playbook = seen(request, pk)
    if request.user.pk == playbook.owner_id or not playbook.is_shown:
        raise PermissionDenied
    mine = playbook.doubts.open().filter(by=request.user).first()
    stands = {"words": mine.words, "passage": mine.passage_id} if mine else {"passage": request.GET.get("passage")}
    form = DoubtForm(request.POST or None, initial=stands, passages=playbook.passages.standing())
    if request.method == "POST" and form.is_valid():
        try:
            raised = Doubt.raise_one(playbook, by=request.user, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            said = _("It stands on the page, and %(owner)s is told. You hear what they say.")
            messages.success(request, said % {"owner": playbook.owner})
            return redirect(f"{playbook.get_absolute_url()}#doubt-{raised.pk}")
    return render(request, "forums/playbooks/doubt.html", {"playbook": playbook, "form": form, "mine": mine})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk, doubt):
    """What the owner says to a doubt."""
    playbook = held(request, pk)
    found = get_object_or_404(Doubt.objects.select_related("by", "passage", "playbook"), playbook=playbook, pk=doubt)
    if not found.is_open:
        messages.info(request, _("This doubt has its answer already."))
        return redirect(f"{playbook.get_absolute_url()}#doubt-{found.pk}")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found.settle(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your answer stands below theirs, and they are told."))
        return redirect(f"{playbook.get_absolute_url()}#doubt-{found.pk}")
    return render(request, "forums/playbooks/answer.html", {"playbook": playbook, "doubt": found, "form": form})
