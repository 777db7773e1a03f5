from django.contrib import messages
from django.contrib.auth import get_user_model
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .models import Block

ROWS = 50


@require_safe
def blocked(request):
    """Whom this person has blocked, the latest first."""
    blocks = Block.objects.of(request.user).select_related("blocked")
    before = request.GET.get("before", "")
    if before.isascii() and before.isdecimal() and len(before) < 19:
        blocks = blocks.filter(pk__lt=int(before))
    rows = list(blocks[: ROWS + 1])
    older = f"?before={rows[ROWS - 1].pk}" if len(rows) > ROWS else None
    return render(request, "members/connections/blocked.html", {"blocks": rows[:ROWS], "older_url": older})


@require_http_methods(["GET", "HEAD", "POST"])
def block(request, pk):
    """Block a person: a GET says what that does and shows one button, a POST does it. `next` names the way back."""
    other = _other(request, pk)
    back = _way_back(request)
    if request.method == "POST":
        Block.put(by=request.user, on=other)
        messages.success(
            request, _("You hear nothing more from %(name)s. They are not told of it.") % {"name": other.name}
        )
        return redirect(back)
    is_blocked = Block.objects.of(request.user).filter(blocked=other).exists()
    return render(
        request, "members/connections/block.html", {"other": other, "back_url": back, "is_blocked": is_blocked}
    )


@require_POST
def lifting(request, pk):
    other = _other(request, pk)
    Block.lift(by=request.user, on=other)
    messages.success(request, _("You hear from %(name)s again.") % {"name": other.name})
    return redirect(_way_back(request))


def _other(request, pk):
    # Who speaks without a name cannot be blocked: nobody is to learn from it who it was.
    return get_object_or_404(get_user_model().objects.named().exclude(pk=request.user.pk), pk=pk)


def _way_back(request):
    """Where a person came from, as the form or the link says; else to the list."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return back
    return reverse("connections:blocked")
