from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .models import Closed, Network
from .nearness import Nearness
from .page import NetworkPage, read_cursor


@login_not_required
@require_safe
def networks(request):
    return render(request, "members/networks/networks.html", {"nearness": Nearness(request.user)})


@login_not_required
@require_safe
def network(request, slug):
    found = get_object_or_404(Network.objects.visible_to(request.user).with_people_count(), slug=slug)
    page = NetworkPage(found, request.user, read_cursor(request.GET.get("before", "")))
    return render(request, "members/networks/network.html", {"network": found, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def membership(request, slug):
    """Join. Who comes here from signing in is led to the page with the button."""
    found = _network(request, slug)
    if request.method == "POST":
        try:
            found.join(by=request.user)
        except Closed as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _("You belong to the %(name)s network.") % {"name": found})
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request, slug):
    """Leave. A closed network is no longer there for who has left it, so the list is where they go on."""
    found = _network(request, slug)
    if request.method != "POST":
        return redirect(found)
    found.leave(by=request.user)
    if not found.is_open:
        messages.success(request, _("You have left the %(name)s network.") % {"name": found})
        return redirect("networks:networks")
    messages.success(request, _("You have left the %(name)s network. You can come back any time.") % {"name": found})
    return redirect(found)


def _network(request, slug):
    return get_object_or_404(Network.objects.visible_to(request.user), slug=slug)
