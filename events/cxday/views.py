from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .forms import RoomForm
from .models import Campaign, Room
from .page import CampaignPage


@login_not_required
@require_safe
def current(request):
    """The CX Day on people's minds; an honest page where the next is not announced."""
    found = Campaign.objects.current(timezone.localdate())
    if found is None:
        before = list(Campaign.objects.published().order_by("-year"))
        return render(request, "events/cxday/none.html", {"before": before})
    return _campaign(request, found)


@login_not_required
@require_safe
def campaign(request, year):
    return _campaign(request, get_object_or_404(Campaign.objects.visible_to(request.user), year=year))


@require_http_methods(["GET", "HEAD", "POST"])
def host(request, year):
    """Offer a room: members fill in one page, staff publish it."""
    found = get_object_or_404(Campaign.objects.visible_to(request.user), year=year)
    if not found.takes_rooms(timezone.now()):
        messages.info(request, _("No more rooms can be offered for %(day)s.") % {"day": found})
        return redirect(found)
    if not (request.user.is_member or request.user.is_staff):
        return render(request, "events/cxday/for_members.html", {"campaign": found}, status=403)
    form = RoomForm(request.POST or None, campaign=found, person=request.user)
    if request.method == "POST" and form.is_valid():
        Room.propose(found, by=request.user, **form.facts())
        messages.success(
            request,
            _("Thank you for hosting. Staff read it within two working days and publish it; its state stands here."),
        )
        return redirect("events:mine")
    return render(request, "events/cxday/host.html", {"campaign": found, "form": form, **form.chapters()})


def _campaign(request, found):
    page = CampaignPage(
        found, request.user, where=request.GET.get("where", ""), language=request.GET.get("language", "")
    )
    return render(request, "events/cxday/campaign.html", {"campaign": found, "page": page})
