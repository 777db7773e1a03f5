"""What the digest says of conversations: that people wrote, and never what."""

from collections import defaultdict

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.connections.models import Block
from members.mail import ranking, sections
from members.mail.sections import Item, Why
from members.mail.sights import Thing

from .models import Message, Participant
from .models.participants import THING


def register():
    sections.register(
        "forums/conversations/letters", heading=gettext_lazy("Messages to you"), items=letters, position=9, most=1
    )


def letters(readers, now):
    """One line: how many people wrote what a reader has not read. Muted conversations and blocked people are out."""
    unread = _unread(readers)
    if not unread:
        return {}
    blocked = set(Block.objects.filter(person__in=list(unread)).values_list("person_id", "blocked_id"))
    found = {}
    for pk, messages in unread.items():
        heard = [(message, author, thing) for message, author, thing in messages if (pk, author) not in blocked]
        if heard:
            last, _author, thing = max(heard, key=lambda each: each[0])
            found[pk] = [_line({author for _message, author, _thing in heard}, last, thing)]
    return found


def _unread(readers):
    """{pk of a reader: [(message, author, Thing)]} in conversations they are in, or asked into, and have not muted."""
    rows = Message.objects.filter(
        conversation__participants__person__in=readers.pks,
        conversation__participants__state__in=[Participant.ASKED, Participant.JOINED],
        conversation__participants__muted_at=None,
        conversation__participants__last_number__lt=F("number"),
        created_at__gt=readers.since,
        created_at__lte=readers.until,
        withdrawn_at=None,
    )
    unread = defaultdict(list)
    fields = ["conversation__participants__person_id", "author_id", "pk", "created_at", "conversation_id", "number"]
    for pk, author, message, at, *place in rows.values_list(*fields):
        if author != pk and readers.by_pk[pk].is_news(at):
            unread[pk].append((message, author, Thing(THING, *place)))
    return unread


def _line(people, last, thing):
    words = ngettext("%(count)d person wrote to you", "%(count)d people wrote to you", len(people))
    return Item(
        key=f"messages:until:{last}",
        headline=words % {"count": len(people)},
        url=reverse("conversations:conversations"),
        detail=_("You have not read it yet."),
        why=(Why(ranking.WRITTEN, _("They wrote to you alone, or to a few.")),),
        # Whoever has read the last of them has been there: then the line says nothing new.
        thing=thing,
        is_unread=True,
    )
