"""What somebody who is silenced or suspended reads of it, and the one form by which they object."""

from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import objecting
from ..forms import ObjectionForm
from ..models import Sanction


@login_not_required  # who is suspended cannot sign in: the letter's link is theirs
@require_http_methods(["GET", "HEAD", "POST"])
def sanction(request, token):
    """What was decided, why and until when; a POST objects, once. Opening it changes nothing."""
    found = Sanction.signed(token)
    if found is None or request.user.is_authenticated and request.user.pk != found.person_id:
        raise Http404
    form = ObjectionForm(request.POST or None) if found.can_be_objected_to else None
    if request.method == "POST":
        if form is None:
            return redirect(found.address)
        if form.is_valid():
            with suppress(objecting.TooLate):  # the page they are led to says what came first
                objecting.object_to(found, words=form.cleaned_data["words"].strip())
            return redirect(found.address)
    objection = getattr(found, "objection", None)
    context = {"sanction": found, "form": form, "objection": objection}
    return render(request, "forums/moderation/people/sanction.html", context)
