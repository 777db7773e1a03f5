from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..models.conversations import can_start
from ..pages import Room
from ..recipients import found_by_name, people_named
from ..refusals import Refused


@require_safe
def people(request, pk):
    """Who is in a conversation; `?find=` looks for somebody to bring in."""
    room = Room(request.user, pk)
    text = request.GET.get("find", "")[:80]
    there = [other.person_id for other in room.present]
    can_invite = not room.conversation.is_pair and room.me.is_joined and can_start(request.user)
    found = found_by_name(request.user, text, without=there) if can_invite else []
    context = {"room": room, "can_invite": can_invite, "found": found, "looked_for": text.strip()}
    return render(request, "forums/conversations/people.html", context)


@require_POST
def invitation(request, pk):
    """Bring in the person `person`."""
    room = Room(request.user, pk)
    for person in people_named(request.user, [request.POST.get("person")]):
        try:
            room.conversation.invite(by=request.user, person=person)
        except Refused as why:
            messages.error(request, str(why))
        else:
            said = _("%(name)s can read what is written from now on, as soon as they come in.")
            messages.success(request, said % {"name": person})
    return redirect("conversations:people", pk)


@require_POST
def departure(request, pk):
    """Leave a conversation of several for good."""
    room = Room(request.user, pk)
    try:
        room.conversation.leave(by=request.user)
    except Refused as why:
        messages.error(request, str(why))
        return redirect("conversations:people", pk)
    messages.success(request, _("You have left. What you said stays with the others."))
    return redirect("conversations:conversations")


@require_POST
def muting(request, pk):
    """Hear nothing more of a conversation; with `unmute` hear of it again."""
    room = Room(request.user, pk)
    if "unmute" in request.POST:
        room.me.unmute(by=request.user)
        messages.success(request, _("You hear of new messages here again."))
    else:
        room.me.mute(by=request.user)
        messages.success(request, _("No notices and no letters from here any more. It stays in your list."))
    return redirect("conversations:people", pk)
