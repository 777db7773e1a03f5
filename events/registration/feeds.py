"""Registrations in people's own calendars: one entry, or all of them at an address of their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from . import ical
from .models import Feed, Registration


@require_safe
def entry(request, pk):
    """The calendar entry of my place, with the way in."""
    mine = Registration.objects.of(request.user).confirmed().select_related("event__host", "person")
    return _calendar(ical.entry(get_object_or_404(mine, event=pk)), f"cxpa-{pk}.ics")


@login_not_required
@require_safe
def feed(request, token):
    """All my events, for a calendar program that asks by itself: the address is the key."""
    found = Feed.behind(token)
    if found is None:
        raise Http404
    mine = Registration.objects.of(found.person).in_calendar()
    response = _calendar(ical.feed(found.person, mine), "cxpa.ics")
    response["Cache-Control"] = "private, max-age=900"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def renewal(request):
    """A first address for my calendar, or a new one in place of the old."""
    if request.method == "POST":
        renewed = Feed.objects.filter(person=request.user).exists()
        Feed.renew(request.user, by=request.user)
        if renewed:
            messages.success(request, _("Your calendar has a new address. The old one leads nowhere now."))
    return redirect("events:mine")


def _calendar(text, name):
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
