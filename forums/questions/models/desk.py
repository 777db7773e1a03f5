"""The answer desk: members who look after the questions that nobody has answered in a day and a half."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record
from members.mail.rounds import zone_of
from members.subjects.models import Subject

from ..promise.hours import after_working_hours
from .promises import Promise

HOURS_TO_ANSWER = 6  # that count, by the clock of who took the question
MOST_TAKEN = 3  # questions in one pair of hands


class Refused(Exception):
    """The question cannot be taken; says why in a sentence."""


class Taken(Refused):
    """Somebody else is on it."""

    def __init__(self, claim):
        self.claim = claim

    def __str__(self):
        return _now("%(name)s has just taken this one.") % {"name": self.claim.person}


class DeskVolunteerQuerySet(models.QuerySet):
    def at_the_desk(self, now=None):
        """Those who are not away: members still, or staff. Whoever comes back today by some clock counts as back."""
        now = now or timezone.now()
        is_member = Q(person__member_until__gt=now) | Q(person__is_staff=True)
        back = Q(away_until=None) | Q(away_until__lte=(now + timedelta(hours=14)).date())
        return self.filter(is_member, back, person__is_active=True)


class DeskVolunteer(models.Model):
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_place", verbose_name=_("who")
    )
    subjects = models.ManyToManyField(Subject, blank=True, related_name="+", verbose_name=_("subjects"))
    since = models.DateTimeField(_("at the desk since"), default=timezone.now)
    away_until = models.DateField(_("away until"), null=True, blank=True)

    objects = DeskVolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("volunteer of the answer desk")
        verbose_name_plural = _("volunteers of the answer desk")
        ordering = ["-since", "-pk"]

    def __str__(self):
        return str(self.person)

    @staticmethod
    def is_open_to(person):
        """The desk is kept by members, and by staff."""
        return person.is_authenticated and person.is_active and (person.is_member or person.is_staff)

    @property
    def is_away(self):
        today = timezone.localdate(timezone=zone_of(self.person))
        return self.away_until is not None and self.away_until > today

    @classmethod
    @transaction.atomic
    def sign_up(cls, *, by, subjects=(), away_until=None, now=None):
        """Sit at the desk for `subjects` (none: for all), or change what was said before. Returns the DeskVolunteer."""
        place, new = cls.objects.update_or_create(
            person=by,
            defaults={"away_until": away_until},
            create_defaults={"away_until": away_until, "since": now or timezone.now()},
        )
        place.subjects.set(subjects)
        record("questions.at_the_desk" if new else "questions.desk_changed", place, by=by)
        return place

    @classmethod
    @transaction.atomic
    def leave(cls, *, by, now=None):
        """Leave the desk, and give back what one took there. Where there is no place, nothing happens."""
        place = cls.objects.select_for_update().filter(person=by).first()
        if place is None:
            return
        DeskClaim.objects.filter(person=by, ended_at=None).update(ended_at=now or timezone.now())
        record("questions.left_the_desk", place, by=by)
        place.delete()


class DeskClaimQuerySet(models.QuerySet):
    def standing(self, now=None):
        """Those whose time is not over."""
        return self.filter(ended_at=None, until__gt=now or timezone.now())


class DeskClaim(models.Model):
    """Somebody of the desk is writing an answer; the others see it. Runs out by itself."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="claims", verbose_name=_("question"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="desk_claims", verbose_name=_("taken by")
    )
    at = models.DateTimeField(_("taken"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = DeskClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("question taken at the desk")
        verbose_name_plural = _("questions taken at the desk")
        constraints = [
            models.UniqueConstraint(fields=["promise"], condition=Q(ended_at=None), name="one_at_a_time_on_a_question"),
        ]

    def __str__(self):
        return f"person {self.person_id}: {self.promise}"

    @classmethod
    @transaction.atomic
    def take(cls, promise, *, by, now=None):
        """Take the question for HOURS_TO_ANSWER; taken twice by the same person, the first time runs on.

        Raises Taken where somebody else has it, and Refused where it is answered, or `by` holds enough.
        """
        now = now or timezone.now()
        DeskVolunteer.objects.select_for_update().get(person=by)  # one of their clicks after the other
        promise = Promise.objects.select_for_update().get(pk=promise.pk)
        if not promise.is_running:
            raise Refused(_now("Somebody has answered it meanwhile."))
        earlier = promise.claims.filter(ended_at=None).select_related("person").first()
        if earlier and earlier.until > now:
            if earlier.person_id == by.pk:
                return earlier
            raise Taken(earlier)
        if cls.objects.standing(now).filter(person=by).count() >= MOST_TAKEN:
            words = _now("You have %(count)d questions in your hands. Answer one, or give one back, before the next.")
            raise Refused(words % {"count": MOST_TAKEN})
        if earlier:
            cls.objects.filter(pk=earlier.pk).update(ended_at=earlier.until)
        until = after_working_hours(now, HOURS_TO_ANSWER, zone_of(by))
        claim = cls.objects.create(promise=promise, person=by, at=now, until=until)
        record("questions.taken", promise, by=by)
        return claim

    @classmethod
    @transaction.atomic
    def give_back(cls, promise, *, by, now=None):
        """Leave the question to others. What one does not hold stays as it is."""
        mine = cls.objects.filter(promise=promise, person=by, ended_at=None)
        if mine.update(ended_at=now or timezone.now()):
            record("questions.given_back", promise, by=by)
