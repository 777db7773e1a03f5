import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forums.discussions import markdown
from forums.discussions.forms import LONGEST_BODY
from forums.discussions.numbers import number_in
from members.connections.models import Block
from members.files.enclosing import Enclosed
from members.progress.pace import is_too_fast
from members.progress.writing import Writing, keeps_text

from ..forms import EditForm, MessageForm, ReportForm, StartForm
from ..models import Conversation, MessageFile
from ..models.conversations import can_start
from ..pages import Room, message_url
from ..recipients import found_by_name, people_named
from ..refusals import Refused

KEY = re.compile(r"message:[0-9a-f-]{36}|conversation:\d{1,18}")


@keeps_text("message")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Begin a conversation. `?to=` names whom with; the button "look" finds people and sends nothing."""
    if not can_start(request.user):
        return render(request, "forums/conversations/members_only.html", status=403)
    writing = Writing.anew(request, "message")
    kept = {"to": request.GET.getlist("to"), **writing.initial()}
    files = enclosed(request, writing.key)
    has_files = files.take_in()
    is_looking = "look" in request.POST
    is_unfinished = is_looking or files.is_only_adding
    form = StartForm(initial=_as_typed(request)) if is_unfinished else StartForm(request.POST or None, initial=kept)
    if request.method == "POST" and writing.is_to_be_kept and (kept_answer := writing.keep(request.POST)):
        return kept_answer
    if writing.is_sent and not is_looking and form.is_valid() and has_files:
        answer = _begin(request, form, writing, files)
        if answer is not None:
            return answer
    chosen = people_named(request.user, _as_list(form["to"].value()))
    text = str(form["find"].value() or "")
    found = found_by_name(request.user, text, without=[person.pk for person in chosen])
    context = {"form": form, "chosen": chosen, "found": found, "looked_for": text.strip()}
    context |= {"preview": _preview(request), "writing": writing.context, "files": files.context}
    return render(request, "forums/conversations/new.html", context)


def _begin(request, form, writing, files):
    about = {name: form.cleaned_data[name] for name in ["to", "subject", "body", "token"]}
    try:
        conversation = Conversation.start(by=request.user, files=files.key, **about)
    except Refused as why:
        form.add_error(None, str(why))
        return None
    writing.done(_("Your message is there for them to read."))
    return redirect(message_url(conversation, conversation.last_number))


def _as_typed(request):
    """What stands in the form while somebody looks for people or adds files: nothing of it is judged yet."""
    typed = {name: request.POST.get(name, "") for name in ["find", "subject", "body", "token"]}
    return typed | {"to": request.POST.getlist("to")}


def _as_list(value):
    return value if isinstance(value, list | tuple) else [value]


@keeps_text("conversation")
@require_http_methods(["GET", "HEAD", "POST"])
def say(request, pk):
    """Write a message; as a page of its own it also brings back one that could not be sent."""
    room = Room(request.user, pk)
    writing = Writing(request, f"conversation:{pk}")
    initial = {"reply_to": request.GET.get("to"), **writing.initial()}
    form = MessageForm(request.POST or None, initial=initial)
    files = enclosed(request, writing.key)
    if files.is_only_adding:
        form = MessageForm(initial={name: request.POST.get(name, "") for name in form.fields})
    has_files = files.take_in()
    if writing.is_to_be_kept and (kept_answer := writing.keep(request.POST)):
        return kept_answer
    if writing.is_sent and form.is_valid() and has_files:
        try:
            message = room.conversation.say(by=request.user, files=files.key, **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            writing.done(_("Your message is there for them to read."))
            return redirect(message_url(room.conversation, message.number))
    if request.method != "POST" and room.refusal is not None:
        return redirect(room.conversation)
    number = number_in(form["reply_to"].value()) or 0
    context = {"room": room, "form": form, "answered": _seen(room, number), "writing": writing.context}
    context["files"] = files.context
    return render(request, "forums/conversations/say.html", context | {"preview": _preview(request)})


@require_POST
def files(request):
    """Take one file, `file`, for the message that is written under `key`; answers with its row, or 422 and why not."""
    key = request.POST.get("key", "")
    if not KEY.fullmatch(key) or "file" not in request.FILES:
        return HttpResponse(_("This file did not arrive. Choose it once more."), status=422)
    if is_too_fast(request, "files", most=60, within=600):
        return HttpResponse(_("Those were many files in a short time. Wait a few minutes, then go on."), status=422)
    taking = enclosed(request, key)
    sent = taking.add(request.FILES["file"])
    if sent is None:
        return HttpResponse(" ".join(taking.errors), status=422)
    return render(request, "members/files/_sent.html", {"sent": sent}, status=201)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk, number):
    """Change one's own message, or take it back."""
    room = Room(request.user, pk)
    message = _message(room, number)
    if not message.can_be_withdrawn_by(request.user):
        raise PermissionDenied
    form = EditForm(request.POST or None, initial={"body": message.body})
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            message.edit(by=request.user, body=form.cleaned_data["body"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Your changes are saved."))
            return redirect(message_url(room.conversation, number))
    context = {"room": room, "message": message, "form": form, "preview": _preview(request)}
    return render(request, "forums/conversations/edit.html", context)


@require_POST
def withdrawal(request, pk, number):
    """Take one's own message back."""
    room = Room(request.user, pk)
    message = _message(room, number)
    if not message.can_be_withdrawn_by(request.user) and not message.is_withdrawn:
        raise PermissionDenied
    try:
        message.withdraw(by=request.user)
    except Refused:
        raise PermissionDenied from None
    messages.success(request, _("You took it back: its words are gone, for everybody."))
    return redirect(message_url(room.conversation, number))


@require_http_methods(["GET", "HEAD", "POST"])
def report(request, pk, number):
    """Show one message to staff."""
    room = Room(request.user, pk)
    message = _message(room, number)
    if message.author_id == request.user.pk:
        raise PermissionDenied
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            message.report(by=request.user, reason=said["reason"], note=said["note"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            if said["block"]:
                Block.put(by=request.user, on=message.author)
            messages.success(request, _("Thank you. A person of the staff looks at it, and you hear what came of it."))
            return redirect(message_url(room.conversation, number))
    return render(request, "forums/conversations/report.html", {"room": room, "message": message, "form": form})


def enclosed(request, key):
    """The files of the message that is written under `key`."""
    return Enclosed(request, MessageFile, key, url=reverse("conversations:files"))


def _message(room, number):
    if number < room.me.first_number:
        raise Http404
    return get_object_or_404(room.conversation.messages.select_related("author", "conversation"), number=number)


def _seen(room, number):
    """The message `number` where this person can see it and its words are not gone; else None."""
    if number < room.me.first_number:
        return None
    return room.conversation.messages.filter(number=number, withdrawn_at=None).select_related("author").first()


def _preview(request):
    return markdown.render(request.POST.get("body", "")[:LONGEST_BODY]) if "preview" in request.POST else None
