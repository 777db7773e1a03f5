"""One page of a conversation, as one of its people sees it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forums.discussions.numbers import number_in
from members.progress.models import Draft

from .models import Conversation, MessageFile, Participant
from .news import names_in_a_line

PAGE = 30  # messages on one page: page k holds the numbers 30k-29 to 30k


@dataclass
class Event:
    """Somebody came or went: between messages of a conversation of several."""

    at: datetime
    sentence: str
    is_event: bool = True


class Room:
    """A conversation with the people in it, found for one of them in one query; raises Http404 for anybody else."""

    def __init__(self, person, pk):
        self.person = person
        key = f"conversation:{pk}"
        there = Participant.objects.filter(conversation=pk).tied_to(person).select_related("conversation")
        there = list(
            there.annotate(
                my_draft=Draft.objects.filter(person=person.pk, key=key).beside(),
                my_files=MessageFile.objects.in_hand(person, key).beside(),
            )
        )
        self.me = next((each for each in there if each.person_id == person.pk), None)
        if self.me is None or self.me.state == Participant.LEFT:
            raise Http404
        self.conversation = self.me.conversation
        self.everybody = {each.person_id: each for each in there}
        self.others = [each for each in there if each is not self.me]
        if self.me.invited_by_id in self.everybody:
            self.me.invited_by = self.everybody[self.me.invited_by_id].person

    @property
    def other(self):
        """Of two people: the other's Participant; None where there are more, or their account is gone."""
        return self.others[0] if self.conversation.is_pair and self.others else None

    @property
    def present(self):
        """The others who are in it, or are asked."""
        return [each for each in self.others if each.state != Participant.LEFT]

    @property
    def title(self):
        return title_of(self.conversation, self.others)

    @property
    def with_whom(self):
        """A line that names the others, for the head."""
        return names_in_a_line([each.person for each in self.present])

    @cached_property
    def refusal(self):
        return self.conversation.refusal_for(self.person, self.me, self.others)

    @property
    def draft(self):
        """What this person has begun to write here; None where there is nothing."""
        return Draft.read(self.me.my_draft, self.person)

    @property
    def files_in_hand(self):
        """The files they sent for it."""
        return MessageFile.read(self.me.my_files)

    @property
    def is_waiting(self):
        """Whether what this person wrote has not been answered yet."""
        return self.me.is_joined and all(other.is_outstanding for other in self.present) and bool(self.present)


class MessagePage:
    """Messages 30k-29 to 30k of a Room, but for those written before this person came."""

    def __init__(self, room, number):
        self.room = room
        self.conversation = room.conversation
        end = self.conversation.last_number
        self.count = page_of(end)
        self.start = min(page_of(room.me.first_number), self.count)
        self.seen = room.me.last_number
        self.number = self._resume if number == "new" else number_in(number or self.count, digits=6) or 0
        self.first = max((self.number - 1) * PAGE + 1, room.me.first_number)
        self.last = min(self.number * PAGE, end)

    @property
    def _resume(self):
        """The page of the first message not read yet; the last one where all are."""
        return page_of(min(self.seen + 1, self.conversation.last_number))

    @property
    def exists(self):
        return self.start <= self.number <= self.count

    @cached_property
    def messages(self):
        """The messages, each knowing who wrote it, whether it is new, folded, and what one may do with it."""
        found = list(self.conversation.messages.between(self.first, self.last).defer("body"))
        numbers = {message.number: message for message in found}
        for message in found:
            writer = self.room.everybody[message.author_id]
            message.conversation, message.author = self.conversation, writer.person
            message.is_mine = writer is self.room.me
            message.is_new = message.number > self.seen and not message.is_mine
            message.is_folded = writer.is_folded and not self.conversation.is_pair
            message.can_edit = message.is_mine and not message.is_withdrawn
            message.can_report = not message.is_mine and not message.is_withdrawn
            answered = numbers.get(message.reply_to_number)
            message.answered = answered if answered and answered.number != message.number - 1 else None
        files = MessageFile.objects.for_texts([message for message in found if not message.is_withdrawn])
        for message in found:
            message.files = files.get(message.pk, [])
        first_new = next((message for message in found if message.is_new), None)
        for message in found:
            message.is_first_new = message is first_new and message.number > 1
        return found

    @property
    def entries(self):
        """The messages, with who came and went in between, in their order."""
        if self.conversation.is_pair or not self.messages:
            return self.messages
        begins = self.messages[0].created_at if self.number > self.start else self.room.me.joined_at
        ends = self.messages[-1].created_at if self.number < self.count else None
        events = [
            event
            for other in self.room.others
            for event in _events_of(other)
            if event.at > (begins or self.messages[0].created_at) and (ends is None or event.at <= ends)
        ]
        return sorted(
            [*self.messages, *events], key=lambda each: each.at if isinstance(each, Event) else each.created_at
        )

    def read(self):
        """Move this person's place to the end of this page."""
        self.room.me.reach(self.last, end=self.conversation.last_number)

    @property
    def numbers(self):
        """Page links around this one, with the first and the last; None marks a gap."""
        if self.start == self.count:
            return []
        near = {self.start, self.count, *range(self.number - 2, self.number + 3)}
        links, before = [], self.start - 1
        for number in sorted(n for n in near if self.start <= n <= self.count):
            if number > before + 1:
                links.append(None)
            links.append({"number": number, "url": self._url(number), "is_current": number == self.number})
            before = number
        return links

    @property
    def previous_url(self):
        return self._url(self.number - 1) if self.number > self.start else None

    @property
    def next_url(self):
        return self._url(self.number + 1) if self.number < self.count else None

    def _url(self, number):
        return f"{self.conversation.get_absolute_url()}?page={number}"


def page_of(number):
    """The page on which message `number` stands."""
    return (max(number, 1) - 1) // PAGE + 1


def message_url(conversation, number):
    """The page that holds message `number`, at that message."""
    return f"{conversation.get_absolute_url()}?page={page_of(number)}#message-{number}"


def title_of(conversation: Conversation, others):
    """What a conversation is called for one of its people: its subject, or the names of the others."""
    if conversation.subject:
        return conversation.subject
    people = [other.person for other in others if other.state != Participant.LEFT] or [each.person for each in others]
    return names_in_a_line(people) or _("A conversation")


def _events_of(participant):
    if participant.joined_at:
        yield Event(participant.joined_at, _("%(name)s came in") % {"name": participant.person})
    if participant.left_at and participant.state == Participant.LEFT:
        yield Event(participant.left_at, _("%(name)s left") % {"name": participant.person})
