"""The programme. The page of one event stands in the room of registrations, because it says where you stand."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .listing import Past, Programme


@login_not_required
@require_safe
def programme(request):
    """What comes, day by day."""
    return render(request, "events/programme/programme.html", {"programme": Programme(request)})


@login_not_required
@require_safe
def past(request):
    """What was, the latest first."""
    return render(request, "events/programme/past.html", {"past": Past(request)})
