"""Sanctions: somebody may not write, or not sign in, until a moment; with the words they read, and lifted early."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from .. import news

LONGEST = timedelta(days=366)
OBJECTED_WITHIN = timedelta(days=30)
signer = signing.Signer(salt="forums.moderation.sanction")


class NotAllowed(Exception):
    """This moderator does not decide about this person."""


class LastsAlready(Exception):
    """They are under one already; `sanction` says until when."""

    def __init__(self, sanction):
        super().__init__(sanction.pk)
        self.sanction = sanction


def may_decide_about(by, person):
    """Whether `by` may silence or suspend `person`, or lift it: a moderator, never about themselves. About other
    moderators and about staff only superusers decide, and about these nobody."""
    if not by.is_authenticated or not by.is_moderator or by.pk == person.pk:
        return False
    if person.is_superuser or person.is_nameless:
        return False
    return by.is_superuser or not (person.is_staff or person.is_moderator)


class SanctionQuerySet(models.QuerySet):
    def in_force(self, now=None):
        return self.filter(ended_at__gt=now or timezone.now())

    def newest_first(self):
        return self.order_by("-began_at", "-pk")

    def for_listing(self):
        """All that a row shows; with the objection read along."""
        return self.select_related("person", "by", "lifted_by", "objection__case__settled_by")


class Sanction(models.Model):
    SILENCE, SUSPENSION = "silence", "suspension"
    KINDS = [(SILENCE, _("Silenced")), (SUSPENSION, _("Suspended"))]
    WORDS = {SILENCE: ("silenced", "silence_lifted"), SUSPENSION: ("suspended", "suspension_lifted")}  # of the record

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sanctions", verbose_name=_("person")
    )
    kind = models.CharField(_("what"), max_length=10, choices=KINDS)
    words = models.TextField(_("what they read"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    began_at = models.DateTimeField(_("from"), default=timezone.now)
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ends"), help_text=_("Before its time where it was lifted."))
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )

    objects = SanctionQuerySet.as_manager()

    class Meta:
        verbose_name = _("silence or suspension")
        verbose_name_plural = _("silences and suspensions")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["silence", "suspension"]), name="sanction_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="sanction_says_why"),
            models.CheckConstraint(condition=Q(until__gt=F("began_at")), name="sanction_has_an_end"),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at"), ended_at__lte=F("until")), name="sanction_ends_by_its_end"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None, ended_at=F("until"))
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="sanction_lifted_by_somebody",
            ),
            ExclusionConstraint(
                name="sanction_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func("began_at", "ended_at", function="TSTZRANGE", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_kind_display()}"

    @property
    def is_silence(self):
        return self.kind == self.SILENCE

    @property
    def is_in_force(self):
        return self.ended_at > timezone.now()

    @property
    def can_be_objected_to(self):
        """Once, while it lasts or a month after it began, and not where it is lifted already."""
        is_recent = self.is_in_force or self.began_at > timezone.now() - OBJECTED_WITHIN
        return self.lifted_at is None and is_recent and not hasattr(self, "objection")

    @property
    def token(self):
        """A signed word by which the person reads it and objects, without signing in."""
        return signer.sign_object(self.pk)

    @property
    def address(self):
        """Where the person reads it, and objects."""
        return reverse("moderation:sanction", args=[self.token])

    @classmethod
    def signed(cls, token):
        """The Sanction of a token, or None."""
        try:
            pk = signer.unsign_object(token)
        except signing.BadSignature:
            return None
        return cls.objects.for_listing().filter(pk=pk).first()

    @classmethod
    @transaction.atomic
    def put(cls, kind, *, on, by, until, words, now=None):
        """Let `on` not write, or not sign in, until `until`; they read `words`. Returns the Sanction.

        Raises NotAllowed, and LastsAlready where there is one of this kind: two moderators at once decide once.
        """
        now = now or timezone.now()
        person = cls._locked_person(on.pk)
        if not may_decide_about(by, person):
            raise NotAllowed
        if lasting := cls.objects.in_force(now).filter(person=person, kind=kind).first():
            raise LastsAlready(lasting)
        until = min(until, now + LONGEST)
        about = {"words": words, "began_at": now, "until": until, "ended_at": until}
        sanction = cls.objects.create(person=person, kind=kind, by=by, **about)
        sanction._tell_the_account(until, by=by)
        record(f"moderation.{cls.WORDS[kind][0]}", sanction, by=by, reason=words, until=until.isoformat())
        news.tell_sanctioned(sanction)
        return sanction

    @transaction.atomic
    def lift(self, *, by, words="", now=None):
        """End it now. Lifted twice, or over already, nothing changes; returns whether it did. Raises NotAllowed."""
        self.lock()
        if not may_decide_about(by, self.person):
            raise NotAllowed
        now = now or timezone.now()
        if self.ended_at <= now:
            return False
        self.take_back(by=by, reason=words, now=now)
        news.tell_lifted(self, words)
        return True

    def take_back(self, *, by, reason, now):
        """Write down that it is lifted, also where its time was over; the caller holds its lock."""
        was_in_force = self.ended_at > now
        self.lifted_at, self.lifted_by, self.ended_at = now, by, min(self.ended_at, now)
        self.save(update_fields=["lifted_at", "lifted_by", "ended_at"])
        if was_in_force:
            self._tell_the_account(None, by=by)
        record(f"moderation.{self.WORDS[self.kind][1]}", self, by=by, reason=reason)

    def lock(self):
        """For a verb: the row of the person first, as `put` takes it, then this one, read anew."""
        self._locked_person(self.person_id)
        self.refresh_from_db(from_queryset=Sanction.objects.select_for_update(of=["self"]).select_related("person"))

    @staticmethod
    def _locked_person(pk):
        return get_user_model().objects.select_for_update(no_key=True).get(pk=pk)

    def _tell_the_account(self, until, *, by):
        if self.is_silence:
            self.person.be_silent_until(until, by=by)
        else:
            self.person.be_out_until(until, by=by)
