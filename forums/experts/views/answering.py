from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forums.discussions.models import Topic

from ..addressing import expertise_named, others_for
from ..forms import DeclineForm, PassForm
from ..gate import for_members
from ..models import NotReferable, Referral


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def passing(request, pk):
    """Hand a question one was asked to another expert who has a place."""
    referral = _mine(request, pk)
    if not referral.is_open:
        return _too_late(request, referral)
    others = _others(referral, request.user)
    form = PassForm(request.POST if request.method == "POST" else None, others=others)
    if request.method == "POST" and form.is_valid():
        try:
            other = referral.pass_on(expertise_named(form.cleaned_data["expert"]), by=request.user)
        except NotReferable as why:
            form.add_error("expert", str(why))
        else:
            messages.success(request, _("%(name)s has it now, and is told.") % {"name": other.expert})
            return redirect(referral)
    context = {"referral": referral, "form": form, "others": others}
    return render(request, "forums/experts/pass_on.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def declining(request, pk):
    """Say no to a question one was asked, in words."""
    referral = _mine(request, pk)
    if not referral.is_open:
        return _too_late(request, referral)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            referral.decline(by=request.user, words=form.cleaned_data["words"])
        except NotReferable:
            return _too_late(request, referral)
        messages.success(request, _("Your words are on their way, and others who know the subject are asked."))
        return redirect(referral)
    return render(request, "forums/experts/decline.html", {"referral": referral, "form": form})


def _mine(request, pk):
    mine = Referral.objects.filter(expertise__person=request.user, topic__in=Topic.objects.visible_to(request.user))
    return get_object_or_404(mine.select_related("topic__board", "expertise__person", "expertise__subject"), pk=pk)


def _others(referral, person):
    """Those it may go to: with a place, and not asked before."""
    before = set(referral.topic.referrals.values_list("expertise__person", flat=True))
    return [each for each in others_for(referral.expertise, person) if each[1].person_id not in before]


def _too_late(request, referral):
    messages.info(request, _("This question is no longer with you. You can still answer it here."))
    return redirect(referral)
