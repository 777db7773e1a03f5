from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.connections.models import Block
from members.progress.writing import Writing

from ..forms import MessageForm, OpennessForm
from ..listing import name_people, requests_for, rows_of
from ..models import Openness, Participant
from ..models.conversations import can_start
from ..pages import MessagePage, Room, message_url
from .writing import enclosed


@require_safe
def conversations(request):
    """What one is in, the latest first, with the requests of others on top; `?aside` shows those put aside."""
    is_aside = "aside" in request.GET
    rows, older = rows_of(request, [Participant.DECLINED if is_aside else Participant.JOINED])
    is_first_page = "older" not in request.GET
    asked = requests_for(request.user) if is_first_page and not is_aside else []
    name_people([*rows, *asked])
    address = reverse("conversations:conversations")
    context = {
        "rows": rows,
        "older_url": older,
        "is_first_page": is_first_page,
        "is_aside": is_aside,
        "asked": asked,
        "can_start": can_start(request.user),
        "filters": [
            {"label": _("Conversations"), "url": address, "is_current": not is_aside},
            {"label": _("Put aside"), "url": f"{address}?aside=1", "is_current": is_aside},
        ],
    }
    return render(request, "forums/conversations/conversations.html", context)


@require_safe
def conversation(request, pk):
    """One page of it: the last, `?page=`, or with `?at=new` the first with something unread.

    Reading it moves the reader's place, and reads the notice; nobody else is shown that.
    """
    room = Room(request.user, pk)
    page = MessagePage(room, "new" if request.GET.get("at") == "new" else request.GET.get("page"))
    if not page.exists:
        raise Http404
    if not _is_prefetch(request):
        page.read()
    context = {"room": room, "page": page}
    if room.refusal is None:
        writing = Writing(request, f"conversation:{pk}")
        writing.draft = room.draft
        context |= {"form": MessageForm(initial=writing.initial()), "writing": writing.context}
        context["files"] = enclosed(request, writing.key).context_of(room.files_in_hand)
    return render(request, "forums/conversations/conversation.html", context)


def _is_prefetch(request):
    """Browsers fetch pages ahead that nobody may ever look at."""
    return "prefetch" in request.headers.get("Sec-Purpose", "") or "prefetch" in request.headers.get("Purpose", "")


@require_safe
def message(request, pk, number):
    """The lasting address of a message: leads to its page, wherever that is."""
    room = Room(request.user, pk)
    if not room.me.first_number <= number <= room.conversation.last_number:
        raise Http404
    return redirect(message_url(room.conversation, number))


@require_POST
def response(request, pk):
    """Answer the question of somebody one does not know: `answer` is accept, decline or block."""
    room = Room(request.user, pk)
    answer = request.POST.get("answer")
    if answer == "accept":
        room.conversation.accept(by=request.user)
        return redirect(room.conversation)
    if answer in ("decline", "block"):
        room.conversation.decline(by=request.user)
        said = _("Put aside. Nobody is told, and you can still change your mind under “Put aside”.")
        asker = room.everybody.get(room.me.invited_by_id)
        if answer == "block" and asker is not None:
            Block.put(by=request.user, on=asker.person)
            said = _("You hear nothing more from %(name)s. They are not told of it.") % {"name": asker.person}
        messages.success(request, said)
    return redirect("conversations:conversations")


@require_http_methods(["GET", "HEAD", "POST"])
def openness(request):
    """Who may write to this person."""
    form = OpennessForm(request.POST or None, initial={"who": Openness.of(request.user)})
    if request.method == "POST" and form.is_valid():
        Openness.choose(by=request.user, who=form.cleaned_data["who"])
        messages.success(request, _("Your choice is saved. It counts from now on."))
        return redirect("conversations:openness")
    return render(request, "forums/conversations/openness.html", {"form": form})
