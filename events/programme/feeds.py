"""The programme for calendar programs: a feed to subscribe to, and each event as a file."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from . import ical
from .listing import Filters
from .models import Event

AHEAD = timedelta(days=365)
BEHIND = timedelta(days=14)  # so that what was just cancelled or held does not vanish from calendars
MOST = 1000


@login_not_required
@require_safe
@cache_control(public=True, max_age=900)
def calendar(request):
    """What everyone may see of the next twelve months, for subscribing; takes the filters of the page.

    The same for whoever asks: it is fetched by programs that are signed in to nothing.
    """
    now = timezone.now()
    stranger = AnonymousUser()
    events = Event.objects.visible_to(stranger).published().filter(ends_at__gt=now - BEHIND)
    events = (
        Filters(stranger, request.GET, request.path)
        .narrow(events)
        .filter(starts_at__lt=now + AHEAD)
        .select_related("host")
    )
    entries = [ical.entry(event) for event in events.defer("search").in_programme_order()[:MOST]]
    return calendar_response(ical.calendar(entries, name=_("CXPA events")), "cxpa-events.ics")


@login_not_required
@require_safe
def event(request, pk):
    """One event as a file to add to a calendar, without the join link."""
    found = get_object_or_404(Event.objects.visible_to(request.user).select_related("host"), pk=pk)
    response = calendar_response(ical.calendar([ical.entry(found)], method=ical.PUBLISH), f"cxpa-event-{pk}.ics")
    response["Cache-Control"] = "private, max-age=300"
    return response


def calendar_response(body, name):
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
