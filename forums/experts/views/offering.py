from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ..forms import CapacityForm, OfferForm
from ..gate import for_members
from ..models import ENOUGH, MOST, Capacity, Expertise, NotNow, TooMany
from ..places import places_of


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def offers(request):
    """What the reader offers, how far each offer has come, and how many questions a month they take."""
    places = places_of([request.user])[request.user.pk]
    form = CapacityForm(request.POST if request.method == "POST" else None, initial={"monthly": places.monthly})
    if request.method == "POST" and form.is_valid():
        Capacity.choose(form.cleaned_data["monthly"], by=request.user)
        messages.success(request, _("Noted. It counts from this moment."))
        return redirect("experts:offers")
    mine = Expertise.objects.filter(person=request.user).exclude(state=Expertise.WITHDRAWN)
    mine = list(mine.select_related("subject", "person").best_first())
    context = {"offers": mine, "form": form, "places": places, "enough": ENOUGH, "has_room": len(mine) < MOST}
    return render(request, "forums/experts/offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def offer(request, slug=None):
    """Offer to help in a subject, or change what one says of it."""
    mine = _mine(request, slug) if slug else None
    form = OfferForm(request.POST if request.method == "POST" else None, person=request.user, offer=mine)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        subject = mine.subject if mine else told["subject"]
        try:
            Expertise.offer(by=request.user, subject=subject, words=told["words"], evidence=form.posts)
        except TooMany as why:
            form.add_error(None, str(why))
        else:
            said = _("You offer to help in %(subject)s. Members find you there now.")
            messages.success(request, (_("Your changes are kept.") if mine else said) % {"subject": subject})
            return redirect("experts:offers")
    return render(request, "forums/experts/offer.html", {"form": form, "offer": mine})


@require_POST
@for_members
def rest(request, slug):
    """Rest in one subject; with `resume` take it up again."""
    mine = _mine(request, slug)
    try:
        if "resume" in request.POST:
            mine.resume(by=request.user)
            messages.success(request, _("You are shown in %(subject)s again.") % {"subject": mine.subject})
        else:
            mine.pause(by=request.user)
            messages.success(request, _("You rest in %(subject)s: nobody asks you there.") % {"subject": mine.subject})
    except NotNow as why:
        messages.error(request, str(why))
    return redirect("experts:offers")


@require_POST
@for_members
def withdrawal(request, slug):
    """Take an offer back."""
    mine = _mine(request, slug)
    mine.withdraw(by=request.user)
    messages.success(request, _("Taken back. Should you offer it again, what peers said of you is still there."))
    return redirect("experts:offers")


def _mine(request, slug):
    offered = Expertise.objects.filter(person=request.user).exclude(state=Expertise.WITHDRAWN)
    return get_object_or_404(offered.select_related("subject", "person"), subject__slug=slug)
