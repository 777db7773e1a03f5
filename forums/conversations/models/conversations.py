"""Conversations between two people, or a few: begun by asking where they are strangers."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .. import news
from ..acquaintance import acquainted
from ..refusals import (
    MESSAGES_AN_HOUR,
    MOST_PEOPLE,
    STRANGERS_A_DAY,
    Alone,
    Blocked,
    NotAllowed,
    NotTaking,
    OwnDoorClosed,
    TooFast,
    TooManyPeople,
    TooManyStrangers,
    Waiting,
)
from .files import MessageFile
from .messages import Message
from .openness import Openness, Who, takes_from, ties
from .participants import Participant


class ConversationQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Conversations `person` is in, or is asked into. Nobody else sees any, staff and moderators included."""
        return self.filter(pk__in=Participant.objects.seeing().of(person).values("conversation"))


class Conversation(models.Model):
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    # Of two people: their ids, the smaller first ("3:17"). Empty where there are, or may be, more.
    pair = models.CharField(max_length=41, blank=True, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conversations")
    started_at = models.DateTimeField(default=timezone.now)

    # Kept by the verbs under this row's lock, so that a list reads one table.
    last_number = models.PositiveIntegerField(default=0, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now, editable=False)
    last_author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    last_excerpt = models.CharField(max_length=250, blank=True, editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(
                fields=["pair"], condition=Q(subject="") & ~Q(pair=""), name="one_plain_conversation_per_pair"
            ),
        ]

    def __str__(self):
        # Without its subject: this stands in the record, which staff read.
        return f"conversation {self.pk}"

    def get_absolute_url(self):
        return reverse("conversations:conversation", args=[self.pk])

    @property
    def is_pair(self):
        return self.pair != ""

    def people_for(self, viewer):
        """(the participant of `viewer` or None, the others), in one query, all tied to the viewer."""
        there = list(self.participants.tied_to(viewer))
        me = next((each for each in there if each.person_id == viewer.pk), None)
        return me, [each for each in there if each is not me]

    def refusal_for(self, viewer, me, others):
        """Why `viewer` cannot write here now: a Refused, or None. `others` are participants `tied_to` the viewer."""
        if me.is_outstanding:
            return NotAllowed(_now("Say first whether you would like to talk."))
        joined = [other for other in others if other.is_joined]
        if not self.is_pair:
            waits = any(other.is_outstanding for other in others)
            return None if joined else Waiting() if waits else Alone()
        if not others:
            return Alone()  # the account of the other is gone
        (other,) = others
        if other.is_blocked:
            return Blocked(other.person)
        if not joined:
            return Waiting(other.person)
        # They are in this together, which is as good as knowing each other.
        return None if takes_from(viewer, other.person, other, knows=True) else NotTaking([other.person])

    @classmethod
    @transaction.atomic
    def start(cls, *, by, to, body, subject="", files=None, token=None, now=None):
        """Begin a conversation with the people `to` by its first message; returns the Conversation.

        Who does not know `by` is asked first. Two people have one conversation without a subject: this goes on with it.
        `files` is the draft under which files were sent for it. `token` is a UUID of the form it came from: the same
        one again returns what it began before. Raises a Refused that says why not.
        """
        now = now or timezone.now()
        people = cls._locked_people(by, to)
        if token and (earlier := Message.objects.filter(token=token, author=by).select_related("conversation").first()):
            return earlier.conversation
        if not people:
            raise NotAllowed(_now("Name somebody else to write to."))
        if len(people) >= MOST_PEOPLE:
            raise TooManyPeople
        pair = ":".join(str(pk) for pk in sorted([by.pk, people[0].pk])) if len(people) == 1 else ""
        if pair and not subject and (one := cls.objects.filter(pair=pair, subject="").first()):
            one.accept(by=by, now=now)
            one.say(by=by, body=body, files=files, token=token, now=now)
            return one
        if not can_start(by):
            raise NotAllowed(_now("Beginning a conversation is for members of CXPA; answering is for everybody."))
        known = cls._who_takes(by, people, now=now)
        _check_pace(by, now)
        conversation = cls.objects.create(
            subject=subject, pair=pair, started_by=by, started_at=now, last_message_at=now
        )
        conversation.participants.create(person=by, state=Participant.JOINED, joined_at=now)
        for person in people:
            conversation._bring_in(person, by=by, asks=person.pk not in known, now=now)
        record("conversations.started", conversation, by=by, people=len(people) + 1)
        conversation._add(by=by, body=body, files=files, token=token, now=now)
        return conversation

    @transaction.atomic
    def say(self, *, by, body, reply_to=None, files=None, token=None, now=None):
        """Write a message; returns it. `files` is the draft under which files were sent for it, `token` makes a form
        count once.

        Raises a Refused that says why not; see `refusal_for`. The pace is counted beside, not under a lock: two
        messages at the same moment may both be the last of the hour.
        """
        now = now or timezone.now()
        me, others = self._lock_for(by)
        if me is None or me.state == Participant.LEFT:
            raise NotAllowed(_now("You are not in this conversation."))
        if token and (earlier := self.messages.filter(token=token, author=by).first()):
            return earlier
        if refusal := self.refusal_for(by, me, others):
            raise refusal
        if self.is_pair:
            _check_own_door(by)
        _check_pace(by, now)
        if not self.messages.filter(number=reply_to, number__gte=me.first_number).exists():
            reply_to = None
        return self._add(by=by, body=body, reply_to=reply_to, files=files, token=token, now=now)

    @transaction.atomic
    def accept(self, *, by, now=None):
        """Come in; a "not now" can still become a yes. Done twice, or by who is in it already, nothing happens."""
        self.refresh_from_db(from_queryset=Conversation.objects.select_for_update())
        waiting = self.participants.of(by).filter(state__in=[Participant.ASKED, Participant.DECLINED])
        if not waiting.update(state=Participant.JOINED, joined_at=now or timezone.now()):
            return
        record("conversations.accepted", self, by=by)
        news.tell_of_coming(self, by)

    @transaction.atomic
    def decline(self, *, by):
        """Not now. Nobody is told; whoever asked goes on waiting. Who is in it already stays in it."""
        if self.participants.of(by).filter(state=Participant.ASKED).update(state=Participant.DECLINED):
            record("conversations.declined", self, by=by)

    @transaction.atomic
    def invite(self, *, by, person, now=None):
        """Bring one more person into a conversation of several; they read what is written from now on.

        Who is in it, or was asked, is left in peace; who left is always asked. Raises a Refused.
        """
        now = now or timezone.now()
        self._locked_people(by, [person])
        me, others = self._lock_for(by)
        if self.is_pair or me is None or not me.is_joined or not can_start(by):
            raise NotAllowed(_now("You cannot bring somebody into this conversation."))
        there = next((other for other in others if other.person_id == person.pk), None)
        if person.pk == by.pk or (there and there.state != Participant.LEFT):
            return
        if sum(other.state != Participant.LEFT for other in others) + 2 > MOST_PEOPLE:
            raise TooManyPeople
        person = get_user_model().objects.filter(pk=person.pk).annotate(**ties(by)).get()
        known = self._who_takes(by, [person], now=now, ask_all=bool(there))
        self._bring_in(person, by=by, asks=person.pk not in known, now=now)
        record("conversations.invited", self, by=by, person=person.pk)
        news.tell_of_invitation(self, person, by=by, is_asked=person.pk not in known)

    @transaction.atomic
    def leave(self, *, by, now=None):
        """Go out of a conversation of several for good; what one said stays. Done twice, the first moment stays.

        Two people do not leave each other: they mute or block. Raises NotAllowed there.
        """
        if self.is_pair:
            raise NotAllowed(_now("This is between the two of you: you can mute it, or block them."))
        left = {"state": Participant.LEFT, "left_at": now or timezone.now()}
        if self.participants.of(by).joined().update(**left):
            record("conversations.left", self, by=by)
            news.forget(self, by)

    def mute(self, *, by):
        """Hear nothing more of it."""
        for me in self.participants.of(by):
            me.mute(by=by)

    def retell(self, message):
        """Keep what lists tell of the last message, after it was changed; the caller holds the lock."""
        if message.number == self.last_number:
            self.last_excerpt = message.excerpt
            self.save(update_fields=["last_excerpt"])

    def _lock_for(self, by):
        """Lock this row; then as `people_for`."""
        self.refresh_from_db(from_queryset=Conversation.objects.select_for_update())
        return self.people_for(by)

    def _bring_in(self, person, *, by, asks, now):
        state, moment = (Participant.ASKED, "asked_at") if asks else (Participant.JOINED, "joined_at")
        about = {"invited_by": by, "state": state, moment: now, "left_at": None}
        numbers = {"first_number": self.last_number + 1, "last_number": self.last_number}
        self.participants.update_or_create(person=person, defaults=about | numbers)

    def _add(self, *, by, body, now, reply_to=None, files=None, token=None):
        """The next message, numbered under this row's lock, with the row's own columns and the news of it."""
        message = Message(
            conversation=self,
            number=self.last_number + 1,
            author=by,
            body=body,
            reply_to_number=reply_to,
            token=token,
            created_at=now,
        )
        message.render()
        message.save(force_insert=True)
        if files:
            MessageFile.settle(message, files, by=by)
        self.last_number, self.last_message_at = message.number, now
        self.last_author, self.last_excerpt = by, message.excerpt
        self.save(update_fields=["last_number", "last_message_at", "last_author", "last_excerpt"])
        mine = self.participants.of(by)
        mine.filter(spoke_at=None).update(spoke_at=now)
        mine.update(last_number=message.number)
        news.tell_of_message(self, message)
        return message

    @staticmethod
    def _locked_people(by, to):
        """Those of `to` other than `by`, with their ties; the rows of all are locked, so that what they begin at the
        same moment comes one after the other."""
        pks = {person.pk for person in to} | {by.pk}
        people = get_user_model().objects.filter(pk__in=pks).order_by("pk")
        list(people.select_for_update(no_key=True).values_list("pk"))
        return list(people.exclude(pk=by.pk).annotate(**ties(by)))

    @staticmethod
    def _who_takes(by, people, *, now, ask_all=False):
        """The ids of those who need not be asked; raises a Refused where one of `people` takes no messages, or too
        many are asked within a day."""
        _check_own_door(by)
        for person in people:
            if person.is_blocked:
                raise Blocked(person)
        known = acquainted(by, people)
        if closed := [each for each in people if not takes_from(by, each, each, knows=each.pk in known)]:
            raise NotTaking(closed)
        if ask_all:
            known = set()
        strangers = sum(person.pk not in known for person in people)
        day = Participant.objects.filter(invited_by=by, asked_at__gt=now - timedelta(days=1)).aggregate(n=Count("pk"))
        if strangers and day["n"] + strangers > STRANGERS_A_DAY:
            raise TooManyStrangers
        return known


def can_start(person):
    """Whether `person` may begin conversations and bring people in: members and staff. Everybody answers."""
    return person.is_active and (person.is_member or person.is_staff)


def _check_pace(person, now):
    if person.is_silenced:  # pages tell them why, and how to object; this is for what comes by mail
        raise NotAllowed(_now("You can read, and not write for now."))
    if Message.objects.filter(author=person, created_at__gt=now - timedelta(hours=1)).count() >= MESSAGES_AN_HOUR:
        raise TooFast


def _check_own_door(person):
    if not person.is_staff and Openness.of(person) == Who.NOBODY:
        raise OwnDoorClosed
