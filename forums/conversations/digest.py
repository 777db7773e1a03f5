"""What the weekly letter says of conversations: that people wrote, and never what."""

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.mail import sections
from members.mail.sections import Item

from .models import Message, Participant


def register():
    sections.register(
        "forums/conversations/letters", heading=gettext_lazy("Messages to you"), items=letters, position=9, most=1
    )


def letters(person, since, until):
    """One line: how many people wrote what this person has not read. Muted conversations and blocked people are out."""
    mine = Participant.objects.of(person).filter(
        state__in=[Participant.ASKED, Participant.JOINED],
        muted_at=None,
    )
    unread = Message.objects.filter(
        conversation__participants__in=mine,
        number__gt=F("conversation__participants__last_number"),
        created_at__gt=since,
        created_at__lte=until,
        withdrawn_at=None,
    ).exclude(author__blocks_against__person=person.pk)
    found = unread.values_list("author", "pk")
    people = {author for author, _pk in found} - {person.pk}
    if not people:
        return []
    words = ngettext("%(count)d person wrote to you", "%(count)d people wrote to you", len(people))
    return [
        Item(
            key=f"messages:until:{max(pk for _author, pk in found)}",
            headline=words % {"count": len(people)},
            url=reverse("conversations:conversations"),
            detail=_("You have not read it yet."),
        )
    ]
