"""The door of an event: the host's list of who may come in, on a phone in one hand."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events.programme.models import Event

from . import hours
from .forms import WalkInForm
from .models import NotOpen, Registration
from .opening import may_run


@require_safe
def door(request, pk):
    """Who may come in, by name; `?q=` finds one."""
    return _door(request, _event(request, pk))


@require_POST
def attendance(request, pk, token):
    """Check one person in, or take it back with `undo`."""
    found = _event(request, pk)
    registration = get_object_or_404(found.registrations.select_related("person"), token=token)
    if not hours.door_is_open(found, timezone.now()):
        messages.warning(request, _("The door is closed: nothing was changed."))
    elif "undo" in request.POST:
        registration.withdraw_attendance(by=request.user)
    elif not registration.is_confirmed:
        messages.warning(request, _("%(name)s gave the place up.") % {"name": registration.person})
    else:
        registration.event = found
        registration.record_attendance(by=request.user, how=Registration.DOOR)
    address = reverse("events:door", args=[pk])
    query = request.POST.get("q", "")
    if "undo" in request.POST and query:
        address += "?" + urlencode({"q": query})
    # Checked in: back to the whole list, because the next person has another name.
    return redirect(address + "#list")


@require_http_methods(["GET", "HEAD", "POST"])
def walk_ins(request, pk):
    """Let somebody in who has no place."""
    found = _event(request, pk)
    if request.method != "POST":
        return redirect("events:door", pk)
    form = WalkInForm(request.POST)
    if not hours.door_is_open(found, timezone.now()):
        messages.warning(request, _("The door is closed: nothing was changed."))
    elif not form.is_valid():
        return _door(request, found, form)
    else:
        try:
            Registration.walk_in(found, form.person, by=request.user)
        except NotOpen as why:
            messages.warning(request, str(why))
        else:
            messages.success(request, _("%(name)s is in.") % {"name": form.person})
    return redirect("events:door", pk)


def _door(request, event, form=None):
    registrations = list(event.registrations.at_door())
    query = request.GET.get("q", "").strip()
    wanted = query.casefold()
    context = {
        "event": event,
        "rows": [each for each in registrations if wanted in each.person.name.casefold()],
        "query": query,
        "all_count": len(registrations),
        "here_count": sum(each.was_there for each in registrations),
        "is_open": hours.door_is_open(event, timezone.now()),
        "opens_at": hours.door_opens_at(event),
        "is_early": timezone.now() < hours.door_opens_at(event),
        "form": form or WalkInForm(),
    }
    return render(request, "events/registration/door.html", context)


def _event(request, pk):
    """The event, for who runs it; for everyone else it does not exist."""
    found = get_object_or_404(Event.objects.visible_to(request.user).select_related("host"), pk=pk)
    if not may_run(found, request.user) or not found.registers_here:
        raise Http404
    return found
