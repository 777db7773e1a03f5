from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.models import Event

from .letters import notices_of
from .mine import MyEvents
from .models import NotOpen, Registration
from .page import EventPage
from .places import with_counts


@login_not_required
@require_safe
def event(request, pk, slug):
    """The page of an event; looking at it reads the notices about it."""
    events = Event.objects.select_related("host", "picture").prefetch_related("subjects")
    found = _event(request, pk, with_counts(events))
    if slug != found.slug:
        return redirect(found, permanent=True)
    page = EventPage(found, request.user)
    if page.mine and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        notices_of(request.user, found).read()
    response = render(request, "events/registration/event.html", {"event": found, "page": page})
    if page.can_join_now:
        # Joining is a POST that leads to the host's meeting: browsers ask whether a form may lead there.
        link = urlsplit(found.online_url)
        response._csp_update = {"form-action": [f"{link.scheme}://{link.netloc}"]}
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def registration(request, pk):
    """Take a place, or one in the line. Who comes here from signing in is led to the page with the button."""
    found = _event(request, pk)
    if request.method == "POST":
        try:
            mine = Registration.take_place(found, request.user, by=request.user)
        except NotOpen as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _said_of(mine))
    return redirect(found.get_absolute_url() + "#place")


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request, pk):
    """Give a place up, or one in the line. Letters link here, so looking asks first."""
    found = _event(request, pk)
    mine = Registration.objects.of(request.user).active().filter(event=found).first()
    if mine is None:
        messages.info(request, _("You have no place at this event."))
        return redirect(found)
    mine.event = found
    if request.method != "POST":
        context = {"event": found, "registration": mine, "page": EventPage(found, request.user)}
        return render(request, "events/registration/cancellation.html", context)
    was_waiting = mine.is_waiting
    if mine.cancel(by=request.user):
        left = _("You are off the waitlist. Thank you for telling us: the line moves up.")
        given_up = _("Your place is given up. Thank you for telling us: it may be somebody else's day.")
        messages.success(request, left if was_waiting else given_up)
    else:
        messages.warning(request, _("This is over, or you were there already: nothing was changed."))
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request, pk):
    """Go into an online event: the way there for who has a place, noted as their attendance."""
    found = _event(request, pk)
    page = EventPage(found, request.user)
    if request.method != "POST" or not page.can_join_now:
        return redirect(found.get_absolute_url() + "#place")
    if page.mine and page.mine.is_confirmed:
        page.mine.record_attendance(by=request.user, how=Registration.JOINED)
    response = redirect(found.online_url)
    response.status_code = 303
    return response


@require_safe
def mine(request):
    return render(request, "events/registration/mine.html", {"mine": MyEvents(request.user)})


def _event(request, pk, events=None):
    events = Event.objects if events is None else events
    return get_object_or_404(events.visible_to(request.user), pk=pk)


def _said_of(registration):
    if registration.is_confirmed:
        return _("You have a place. A letter with the calendar entry is on its way to you.")
    return _("You are on the waitlist. When a place becomes free it is yours, and a letter tells you at once.")
