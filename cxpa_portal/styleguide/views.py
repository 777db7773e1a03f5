from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from . import samples
from .forms import AskForm, ProfileForm


@login_not_required
@require_safe
def styleguide(request):
    """Every component in every state, with words as members would write them."""
    return render(
        request,
        "cxpa_portal/styleguide/styleguide.html",
        samples.everything()
        | {
            "profile_form": ProfileForm(prefix="fresh"),
            "wrong_form": samples.a_form_that_came_back(),
            "ask_form": AskForm(),
        },
    )
