"""A place at an event, or a place in the line for one. How many are taken is always counted, never kept."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from events.programme.models import Event
from members.audit.log import record

from .. import letters
from ..opening import may_register, refusal
from ..signals import attendance_recorded, attendance_withdrawn


class NotOpen(Exception):
    """No place can be taken, by anyone or by this person; its text is the sentence that says why."""


class NoPlace(Exception):
    """Every place is taken; its text is the sentence that says so."""


class RegistrationQuerySet(models.QuerySet):
    def of(self, person):
        """The registrations of `person`; none for a stranger."""
        return self.filter(person_id=person.pk) if person.is_authenticated else self.none()

    def confirmed(self):
        return self.filter(state=Registration.CONFIRMED)

    def waiting(self):
        """Those in line for a place, the first first."""
        return self.filter(state=Registration.WAITING).order_by("created_at", "id")

    def active(self):
        """A place, or a place in the line."""
        return self.filter(state__in=[Registration.CONFIRMED, Registration.WAITING])

    def attended(self):
        return self.filter(attended_at__isnull=False)

    def upcoming(self, now=None):
        """For events that are not over, the next first."""
        return self.filter(event__ends_at__gt=now or timezone.now()).order_by("event__starts_at", "id")

    def over(self, now=None):
        """For events that are over, the last first."""
        return self.filter(event__ends_at__lte=now or timezone.now()).order_by("-event__starts_at", "-id")

    def for_listing(self):
        """All that a list of somebody's events shows, in one query."""
        return self.select_related("event__host")

    def in_calendar(self, now=None):
        """What belongs in somebody's calendar: a place or one in the line, from a year ago on, cancelled events too."""
        since = (now or timezone.now()) - timedelta(days=365)
        return self.active().filter(event__ends_at__gt=since).select_related("event__host").order_by("event__starts_at")

    def with_position(self):
        """With `position_then` on each: its place in the line, from 1, for who waits."""
        line = Registration.objects.filter(event=OuterRef("event"), state=Registration.WAITING)
        ahead = line.filter(
            Q(created_at__lt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), id__lt=OuterRef("id"))
        )
        counted = ahead.order_by().values("event").annotate(count=Count("pk")).values("count")
        return self.annotate(position_then=Coalesce(Subquery(counted), 0) + 1)

    def at_door(self):
        """Who may come in, by name."""
        return self.confirmed().select_related("person").order_by("person__name", "id")


class Registration(models.Model):
    CONFIRMED, WAITING, CANCELLED = "confirmed", "waiting", "cancelled"
    STATES = [
        (CONFIRMED, _("has a place")),
        (WAITING, _("on the waitlist")),
        (CANCELLED, _("gave it up")),
    ]
    DOOR, JOINED, WALKED_IN = "door", "joined", "walked_in"
    WAYS = [(DOOR, _("checked in")), (JOINED, _("joined online")), (WALKED_IN, _("came without a place"))]

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations", verbose_name=_("event"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=_("person")
    )
    state = models.CharField(_("state"), max_length=10, choices=STATES)
    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("place since"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("given up"), null=True, blank=True)
    attended_at = models.DateTimeField(_("was there"), null=True, blank=True)
    attended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checked in by"),
    )
    attended_how = models.CharField(_("how"), max_length=10, choices=WAYS, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(state__in=["confirmed", "waiting"]),
                name="one_place_per_person",
                violation_error_message=_("This person has a place, or waits for one."),
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_at__isnull=False, cancelled_at=None)
                | Q(state="waiting", confirmed_at=None, cancelled_at=None)
                | Q(state="cancelled", cancelled_at__isnull=False),
                name="registration_state_has_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(attended_at=None, attended_how="", attended_by=None)
                | Q(attended_at__isnull=False, state="confirmed", attended_how__in=["door", "joined", "walked_in"]),
                name="registration_attended_with_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state", "created_at", "id"], name="registration_line"),
            models.Index(fields=["person", "-id"], name="registration_of_person"),
        ]

    def __str__(self):
        return f"{self.person} · {self.event}"

    def get_absolute_url(self):
        return self.event.get_absolute_url()

    @property
    def is_confirmed(self):
        return self.state == self.CONFIRMED

    @property
    def is_waiting(self):
        return self.state == self.WAITING

    @property
    def was_there(self):
        return self.attended_at is not None

    @property
    def was_promoted(self):
        """Whether this place came from the waitlist."""
        return self.confirmed_at is not None and self.confirmed_at > self.created_at

    @property
    def source(self):
        """The name of this attendance for whoever posts something for it once: "registration:12"."""
        return f"registration:{self.pk}"

    def position(self):
        """The place in the line, from 1; one query. None for who does not wait."""
        if not self.is_waiting:
            return None
        return Registration.objects.filter(pk=self.pk).with_position().get().position_then

    def can_be_cancelled(self, now=None):
        """Until the event is over, by who has not been there yet."""
        now = now or timezone.now()
        return self.state != self.CANCELLED and not self.was_there and self.event.ends_at > now

    @classmethod
    @transaction.atomic
    def take_place(cls, event, person, *, by, now=None):
        """A place for `person` at `event`, or a place in the line when all are taken.

        Asked again, the same registration. Raises NotOpen with a sentence. The event's row is locked, so that two
        who ask for the last place at the same moment are counted one after the other.
        """
        now = now or timezone.now()
        event = _locked(event)
        standing = cls.objects.active().filter(event=event, person=person).first()
        if standing:
            return standing
        if why := refusal(event, person, now):
            raise NotOpen(why)
        cls.fill(event, by=by, now=now)
        if _free(event) > 0:
            return cls._begin(event, person, by=by, now=now)
        waiting = cls.objects.create(event=event, person=person, state=cls.WAITING, created_at=now)
        record("registration.waited", waiting, by=by)
        letters.waiting(waiting, position=waiting.position(), by=by)
        return waiting

    @classmethod
    @transaction.atomic
    def walk_in(cls, event, person, *, by, now=None):
        """`person` stands at the door without a place and is let in: a place, counted although it may be one too many,
        and the attendance with it. With a place already: checked in. Raises NotOpen."""
        now = now or timezone.now()
        event = _locked(event)
        if event.is_cancelled or not event.is_published:
            raise NotOpen(refusal(event, person, now))
        mine = cls.objects.active().filter(event=event, person=person).first()
        if mine is None:
            mine = cls._begin(event, person, by=by, now=now, silently=True)
        elif mine.is_waiting:
            mine._confirm(by=by, now=now)
        mine.record_attendance(by=by, how=mine.attended_how or cls.WALKED_IN, now=now)
        return mine

    @classmethod
    @transaction.atomic
    def fill(cls, event, *, by, now=None):
        """Give what is free to those who wait, the first first; who may no longer register keeps waiting.

        Returns the registrations that got a place.
        """
        now = now or timezone.now()
        event = _locked(event)
        if event.is_cancelled or not event.is_published or event.ends_at <= now:
            return []
        line = cls.objects.filter(event=event).waiting()
        line = line.filter(person__in=may_register(event)).select_related("person")
        free = _free(event)
        promoted = list(line if free == float("inf") else line[: max(free, 0)])
        for waiting in promoted:
            waiting._confirm(by=by, now=now)
            letters.promoted(waiting)
        return promoted

    @transaction.atomic
    def confirm(self, *, by, now=None):
        """Staff give this waiting person a place before the others. Returns whether it is news.

        Raises NoPlace where none is free, NotOpen with a sentence where the person may not come.
        """
        event = _locked(self.event)
        self.refresh_from_db(fields=["state", "confirmed_at"])
        if not self.is_waiting:
            return False
        if why := refusal(event, self.person, now or timezone.now()):
            raise NotOpen(why)
        if _free(event) < 1:
            raise NoPlace(_now("Every place is taken. Raise the number of places first."))
        self._confirm(by=by, now=now or timezone.now())
        letters.promoted(self)
        return True

    @transaction.atomic
    def cancel(self, *, by, now=None):
        """Give the place up; the first who waits gets it in the same transaction. Done twice, once.

        Returns whether something changed: nothing does once the person was there or the event is over.
        """
        now = now or timezone.now()
        event = _locked(self.event)
        self.refresh_from_db(fields=["state", "attended_at"])
        if not self.can_be_cancelled(now):
            return False
        had_place = self.is_confirmed
        self.state, self.cancelled_at = self.CANCELLED, now
        self.save(update_fields=["state", "cancelled_at"])
        record("registration.cancelled", self, by=by, had_place=had_place)
        letters.given_up(self, had_place=had_place, by=by)
        if had_place:
            Registration.fill(event, by=by, now=now)
        return True

    @transaction.atomic
    def record_attendance(self, *, by, how=DOOR, now=None):
        """This person was there. Done twice, or by two at the same moment, once. Returns whether it is news."""
        now = now or timezone.now()
        changed = Registration.objects.filter(pk=self.pk, state=self.CONFIRMED, attended_at=None).update(
            attended_at=now, attended_by=by, attended_how=how
        )
        self.refresh_from_db(fields=["state", "attended_at", "attended_by", "attended_how"])
        if changed:
            record("registration.attended", self, by=by, how=how)
            attendance_recorded.send(sender=Registration, registration=self, by=by)
        return bool(changed)

    @transaction.atomic
    def withdraw_attendance(self, *, by):
        """It was somebody else. Done twice, once. Returns whether it is news."""
        changed = Registration.objects.filter(pk=self.pk, attended_at__isnull=False).update(
            attended_at=None, attended_by=None, attended_how=""
        )
        self.refresh_from_db(fields=["attended_at", "attended_by", "attended_how"])
        if changed:
            record("registration.attendance_withdrawn", self, by=by)
            attendance_withdrawn.send(sender=Registration, registration=self, by=by)
        return bool(changed)

    @classmethod
    def _begin(cls, event, person, *, by, now, silently=False):
        place = cls.objects.create(event=event, person=person, state=cls.CONFIRMED, created_at=now, confirmed_at=now)
        record("registration.confirmed", place, by=by)
        if not silently:
            letters.confirmed(place, by=by)
        return place

    def _confirm(self, *, by, now):
        self.state, self.confirmed_at = self.CONFIRMED, now
        self.save(update_fields=["state", "confirmed_at"])
        record("registration.promoted", self, by=by)


def _locked(event):
    """The event as it stands, its row held until the end of the transaction."""
    return Event.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _free(event):
    """How many places are left (below 0 where staff lowered the number); infinite where there is no limit.

    Counted under the lock: the statement's snapshot is younger than the lock (READ COMMITTED).
    """
    if event.capacity is None:
        return float("inf")
    return event.capacity - Registration.objects.confirmed().filter(event=event).count()
