from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .forms import ProfileForm
from .standing import why
from .suspended import remembered


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("accounts:profile")
    told = why(request.user, "silenced_until") if request.user.is_silenced else None
    return render(request, "members/accounts/profile.html", {"form": form, "why": told})


@login_not_required
@require_safe
def suspended(request):
    """Until when, why and whom to write to: to whoever has just shown, in this browser, that the account is theirs."""
    person = remembered(request)
    if person is None:
        return redirect("account_login")
    context = {"person": person, "why": why(person, "suspended_until")}
    return render(request, "members/accounts/suspended.html", context)
