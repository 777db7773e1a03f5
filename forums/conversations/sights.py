"""Whether a letter about a message may still leave: its reader is in the conversation, and has not read it."""

from django.db.models import Q

from members.connections.models import Block, answers_for_all
from members.mail import sights

from .models import Message, Participant
from .models.participants import THING


def may_see(pairs):
    """Of (Person, Thing), those who are in it or asked, want to hear of it and of whoever wrote; three queries.

    Without a number a Thing is the conversation itself.
    """
    people, conversations = {person.pk for person, _thing in pairs}, {thing.pk for _person, thing in pairs}
    open_to = Participant.objects.filter(
        person__in=people,
        conversation__in=conversations,
        state__in=[Participant.ASKED, Participant.JOINED],
        muted_at=None,
    )
    begins = {
        (person, conversation): first
        for person, conversation, first in open_to.values_list("person_id", "conversation_id", "first_number")
    }
    authors = _authors({(thing.pk, thing.number) for _person, thing in pairs if thing.number})
    blocks = Block.objects.filter(person__in=people, blocked__in=set(authors.values()))
    blocks = blocks.order_by().annotate(for_all=answers_for_all("blocked")).filter(for_all=False)
    blocked = set(blocks.values_list("person_id", "blocked_id"))
    seen = set()
    for person, thing in pairs:
        first, author = begins.get((person.pk, thing.pk)), authors.get((thing.pk, thing.number))
        said = not thing.number or (author is not None and first is not None and thing.number >= first)
        if first is not None and said and (person.pk, author) not in blocked:
            seen.add((person.pk, thing))
    return seen


def _authors(parts):
    """{(conversation, number): author} of the messages that still say something."""
    of_parts = Q(pk=None)
    for conversation, number in parts:
        of_parts |= Q(conversation=conversation, number=number)
    messages = Message.objects.filter(of_parts, withdrawn_at=None).values_list("conversation_id", "number", "author_id")
    return {(conversation, number): author for conversation, number, author in messages}


def register():
    # Notices of conversations have no thing: they are put away when one leaves (see news.forget).
    sights.register(THING, None, may_see=may_see, has_read=sights.place_reached(Participant, "conversation"))
