"""Answering a message by mail: by the same verb as on the page."""

from contextlib import suppress

from django.urls import reverse
from django.utils.translation import gettext as _

from forums.discussions.forms import LONGEST_BODY
from members.accounts.standing import why as why_silenced
from members.mail.incoming import things
from members.mail.incoming.enclosures import enclose
from members.mail.incoming.things import Taken
from members.progress.models import Draft, TooMany
from members.progress.words import TooLong

from .forms import MessageForm
from .models import Conversation, MessageFile
from .pages import message_url
from .refusals import Refused


def register():
    """Make known that conversations take mail; called once, when the room is ready."""
    things.register("conversation", letter="c", take=take, keep=keep, may_answer=may_answer)


def may_answer(person, pk):
    """Whether a letter of conversation `pk` can be answered by mail."""
    return Conversation.objects.visible_to(person).filter(pk=pk).exists()


def take(person, pk, said):
    """Say it in conversation `pk`. Raises things.Refused with the reason."""
    conversation = Conversation.objects.visible_to(person).filter(pk=pk).first()
    if conversation is None:
        raise things.Refused(_("You are not in this conversation any more."))
    if getattr(person, "is_silenced", False):
        words = why_silenced(person, "silenced_until").words
        raise things.Refused(_("You can read, and not write, at the moment. %(why)s") % {"why": words})
    files = enclose(MessageFile, person, f"message:{said.token}", said)
    body = said.text or (_("(Sent by mail, without words.)") if files else "")
    form = MessageForm({"body": body, "reply_to": said.number or "", "token": str(said.token)})
    if not form.is_valid():
        raise things.Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    try:
        message = conversation.say(by=person, files=files, **form.cleaned_data)
    except Refused as why:
        raise things.Refused(str(why)) from None
    return Taken(message_url(conversation, message.number))


def keep(person, pk, said):
    """Keep it as the draft of a message, below what was begun there; returns where one goes on."""
    key = f"conversation:{pk}"
    begun = Draft.objects.find(person, key)
    fields = dict(begun.fields) if begun else {}
    before = str(fields.get("body", "")).rstrip()
    if said.text not in before:
        fields["body"] = f"{before}\n\n{said.text}".lstrip()[: LONGEST_BODY + 5_000]
    enclose(MessageFile, person, f"message:{said.token}", said)
    MessageFile.objects.in_hand(person, f"message:{said.token}").update(draft_key=key)
    with suppress(TooMany, TooLong):  # the letter holds the text all the same
        draft = Draft.keep(by=person, key=key, fields=fields)
        return reverse("progress:draft", args=[draft.pk]) if draft.pk and not draft.ended_at else ""
    return ""
