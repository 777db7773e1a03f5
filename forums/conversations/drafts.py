"""Drafts of messages. Their words are kept by `members.progress`."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.discussions.numbers import number_in
from members.progress import drafts

from .models import Participant
from .models.conversations import can_start
from .pages import title_of


def register():
    """Make the kinds known; called once, when the room is ready."""
    drafts.register(
        "message",
        label=gettext_lazy("New message"),
        title=lambda draft: draft.fields.get("subject", "")[:120] or _("To somebody"),
        url=lambda draft: f"{reverse('conversations:new')}?draft={draft.rest}" if can_start(draft.person) else "",
        choices=["to", "find"],
    )
    drafts.register(
        "conversation",
        label=gettext_lazy("Message"),
        title=lambda draft: _of(draft)[0],
        url=lambda draft: _of(draft)[1],
        prepare=_prepare,
        choices=["reply_to"],
    )


def _of(draft):
    """(title, address) of the conversation a draft is for; no address where its writer is no longer in it."""
    if not hasattr(draft, "about"):
        _prepare([draft], draft.person)
    return draft.about


def _prepare(drafts, person):
    """What they are about, in two queries at any number of drafts."""
    pks = {number for number in (number_in(draft.rest, digits=18) for draft in drafts) if number}
    mine = Participant.objects.joined().of(person).filter(conversation__in=pks).values("conversation")
    there = Participant.objects.filter(conversation__in=mine).select_related("person", "conversation").order_by("id")
    others = {}
    for each in there:
        others.setdefault(each.conversation_id, []).append(each)
    for draft in drafts:
        people = others.get(number_in(draft.rest, digits=18), [])
        draft.about = (str(_("A conversation you are no longer in")), "")
        if people:
            title = title_of(people[0].conversation, [each for each in people if each.person_id != person.pk])
            draft.about = (title, reverse("conversations:say", args=[people[0].conversation_id]))
