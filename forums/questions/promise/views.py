from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..models.desk import DeskClaim, DeskVolunteer, Refused
from ..models.months import PromiseMonth
from . import figures
from .desk import Desk, on_the_desk_for
from .forms import DeskForm


@login_not_required
@require_safe
def promise(request):
    """What is promised, and how it is kept."""
    months = list(PromiseMonth.objects.to_show())
    context = {"bars": figures.bars(months), "rows": figures.rows(months)}
    if months:
        context["counted_at"] = months[0].reckoned_at
    return render(request, "forums/questions/promise/promise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request):
    """The answer desk: what waits there, and one's own place."""
    shown = Desk(request.user)
    if request.method == "POST" and not shown.is_open:
        raise PermissionDenied
    place = shown.place
    initial = {"subjects": place.subjects.all(), "away_until": place.away_until} if place else None
    form = DeskForm(request.POST if request.method == "POST" else None, person=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        DeskVolunteer.sign_up(by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept.") if place else _("You have a place at the answer desk. Thank you."))
        return redirect("questions:desk")
    context = {"desk": shown, "form": form, "waiting": shown.waiting() if place and shown.is_open else []}
    return render(request, "forums/questions/promise/desk.html", context)


@require_POST
def departure(request):
    DeskVolunteer.leave(by=request.user)
    messages.success(request, _("You have left the answer desk. You can come back any time."))
    return redirect("questions:desk")


@require_POST
def claim(request, pk):
    """Take a question; the next step is to write the answer."""
    if not (DeskVolunteer.is_open_to(request.user) and DeskVolunteer.objects.filter(person=request.user).exists()):
        raise PermissionDenied
    found = get_object_or_404(on_the_desk_for(request.user), pk=pk)
    try:
        DeskClaim.take(found, by=request.user)
    except Refused as why:
        messages.info(request, str(why))
        return redirect("questions:desk")
    messages.success(request, _("You have it. The others at the desk see that."))
    return redirect(found)


@require_POST
def claim_withdrawal(request, pk):
    """Give a question back."""
    found = get_object_or_404(request.user.desk_claims.filter(ended_at=None).select_related("promise"), promise=pk)
    DeskClaim.give_back(found.promise, by=request.user)
    messages.success(request, _("Others can take it now."))
    return redirect("questions:desk")
