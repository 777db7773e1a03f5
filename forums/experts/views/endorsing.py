from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums.discussions.numbers import number_in

from ..forms import EndorseForm
from ..gate import for_members
from ..models import Endorsement, NotEndorsable
from ..profile import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def endorsement(request, handle):
    """Endorse an expert, by a post of theirs; `?post=` and `?subject=` come from where one was."""
    profile = Profile(handle, request.user)
    if profile.is_mine:
        raise PermissionDenied
    post = number_in(request.GET.get("post", ""))
    initial = {"post": post, "subject": request.GET.get("subject")}
    form = EndorseForm(
        request.POST if request.method == "POST" else None,
        offers=profile.offers,
        reader=request.user,
        post=post,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = next(offer for offer in profile.offers if offer.subject.slug == told["subject"])
        try:
            Endorsement.give(chosen, by=request.user, post=told["post"], words=told["words"])
        except NotEndorsable as why:
            form.add_error(None, str(why))
        else:
            said = _("Your words stand on the page of %(name)s now.")
            messages.success(request, said % {"name": profile.person})
            return redirect(chosen)
    return render(request, "forums/experts/endorse.html", {"profile": profile, "form": form})


@require_POST
@for_members
def endorsement_withdrawal(request, pk):
    """Take one's endorsement back."""
    mine = get_object_or_404(Endorsement.objects.select_related("expertise__person"), pk=pk, by=request.user)
    mine.withdraw(by=request.user)
    messages.success(request, _("Taken back. Nobody is told."))
    return redirect(mine.expertise if mine.expertise.is_shown else "experts:experts")
