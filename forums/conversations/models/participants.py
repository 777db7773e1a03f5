"""Who is in a conversation, and how far each of them has read."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.mail.models import Notice

from .openness import ties

THING = "conversation"  # what letters of this room are about


class ParticipantQuerySet(models.QuerySet):
    def joined(self):
        return self.filter(state=Participant.JOINED)

    def of(self, person):
        return self.filter(person=person.pk)

    def seeing(self):
        """Those who may look into the conversation: a no can still become a yes, leaving is the end."""
        return self.exclude(state=Participant.LEFT)

    def tied_to(self, viewer):
        """Each with their person, and with what stands between them and `viewer`; see `ties`."""
        return self.select_related("person").annotate(**ties(viewer, "person")).order_by("id")


class Participant(models.Model):
    ASKED, JOINED, DECLINED, LEFT = "asked", "joined", "declined", "left"
    STATES = [
        (ASKED, _("Asked")),
        (JOINED, _("Is in it")),
        (DECLINED, _("Not now")),
        (LEFT, _("Has left")),
    ]

    conversation = models.ForeignKey("conversations.Conversation", models.CASCADE, related_name="participants")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="participations")
    state = models.CharField(max_length=10, choices=STATES)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    spoke_at = models.DateTimeField(null=True, help_text="When they first wrote here.")
    muted_at = models.DateTimeField(null=True)
    # What was said before stays among those who were there.
    first_number = models.PositiveIntegerField(default=1)
    last_number = models.PositiveIntegerField(default=0)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "person"], name="once_in_a_conversation"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "joined", "declined", "left"]), name="participant_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "declined"]) | Q(joined_at__isnull=False),
                name="participant_joined_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["joined", "left"]) | Q(asked_at__isnull=False),
                name="participant_asked_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="participant_of_person")]

    def __str__(self):
        return f"person {self.person_id} in conversation {self.conversation_id}: {self.state}"

    @property
    def is_joined(self):
        return self.state == self.JOINED

    @property
    def is_asked(self):
        return self.state == self.ASKED

    @property
    def is_outstanding(self):
        """What the others see of both a question not yet answered and a silent no."""
        return self.state in (self.ASKED, self.DECLINED)

    @property
    def is_folded(self):
        """Whether the viewer (see `tied_to`) does not want to read this one's words."""
        return self.is_blocked and not self.for_all

    def can_see(self, message):
        return message.number >= self.first_number

    def reach(self, number, *, end):
        """Note that this person has read up to `number`, and their notice of it where that is the `end`.

        Only ever moves forward, also from two tabs at once. The notice stays new where somebody wrote meanwhile: both
        are conditions of the statements themselves, so that a page that is read needs no transaction.
        """
        if number > self.last_number:
            Participant.objects.filter(pk=self.pk, last_number__lt=number).update(last_number=number)
        if number >= end:
            unchanged = Participant.objects.filter(
                pk=self.pk, person=OuterRef("person"), conversation__last_number=F("last_number")
            )
            Notice.objects.filter(Exists(unchanged), person=self.person_id).read([notice_key(self.conversation_id)])

    def mute(self, *, by, now=None):
        """Hear nothing more of it; it stays in the list. Done twice, the first moment stays."""
        self._own(by).filter(muted_at=None).update(muted_at=now or timezone.now())

    def unmute(self, *, by):
        """Hear of it again."""
        self._own(by).update(muted_at=None)

    def _own(self, by):
        return Participant.objects.filter(pk=self.pk, person=by.pk)


def notice_key(conversation_id):
    """The key of the one notice a person has of a conversation: renewed by each message, read by reading."""
    return f"conversation:{conversation_id}:messages:new"
