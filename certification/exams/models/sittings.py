"""A sitting: one day at the exam, and what came of it. Questions and answers stay with the provider."""

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_choices, zone_named
from members.audit.log import record

from .. import letters
from ..signals import sitting_passed
from ..states import OPEN, TRANSITIONS, State
from .authorizations import Authorization


class NotNow(Exception):
    """The sitting stands where this cannot be done; the message is a sentence."""


class Sitting(models.Model):
    authorization = models.ForeignKey(
        Authorization, models.PROTECT, related_name="sittings", verbose_name=_("candidate")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SCHEDULED)
    scheduled_for = models.DateTimeField(_("begins"))
    time_zone = models.CharField(_("time zone of the place"), max_length=64, default="UTC", choices=zone_choices)
    place = models.CharField(_("where"), max_length=200)
    provider_reference = models.CharField(
        _("provider's reference"), max_length=60, unique=True, help_text=_("One number per sitting, from the provider.")
    )
    recorded_at = models.DateTimeField(_("result recorded"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    reason = models.CharField(_("reason"), max_length=250, blank=True)

    class Meta:
        ordering = ["scheduled_for", "pk"]
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="sitting_state_known"),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(state__in=OPEN), name="one_open_sitting_per_candidate"
            ),
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(state=State.PASSED), name="passed_once_per_candidate"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PASSED, State.FAILED]) | Q(recorded_at__isnull=False),
                name="sitting_result_has_its_moment",
            ),
            models.CheckConstraint(condition=~Q(state=State.VOID) | ~Q(reason=""), name="sitting_void_with_reason"),
        ]

    def __str__(self):
        return f"{self.authorization} · {self.provider_reference}"

    @property
    def day(self):
        """The date of the exam where it takes place."""
        return timezone.localtime(self.scheduled_for, zone_named(self.time_zone)).date()

    @property
    def is_open(self):
        return self.state in OPEN

    @classmethod
    @transaction.atomic
    def schedule(cls, authorization, *, at, time_zone, place, provider_reference, by):
        """A date for the exam, as arranged with the provider; the candidate gets a letter.

        The same reference again is the same sitting. Raises NotNow when the candidate may not sit (then), has a date
        already, or the reference belongs to another sitting.
        """
        authorization._hold()
        found = cls.objects.filter(provider_reference=provider_reference).first()
        if found and found.authorization_id == authorization.pk and found.scheduled_for == at:
            return found
        if found:
            raise NotNow(gettext("Another sitting has this reference."))
        sitting = cls(
            authorization=authorization,
            scheduled_for=at,
            time_zone=time_zone,
            place=place,
            provider_reference=provider_reference,
        )
        sitting._refuse_wrong_time()
        try:
            with transaction.atomic():
                sitting.save(force_insert=True)
        except IntegrityError as error:
            raise NotNow(gettext("Another sitting has this reference.")) from error
        authorization._forget()
        for wish in authorization.wishes.filter(settled_at=None):
            wish.settle(by=by)
        record("exams.scheduled", sitting, by=by, at=at.isoformat(), place=place, reference=provider_reference)
        letters.scheduled(sitting, at.strftime("%Y%m%d%H%M"))
        return sitting

    @transaction.atomic
    def reschedule(self, *, at, place, by):
        """Another date or place for the same sitting; the candidate gets a letter. Raises NotNow."""
        self._hold()
        if (at, place) == (self.scheduled_for, self.place):
            return
        if self.state != State.SCHEDULED:
            raise NotNow(self.get_state_display())
        before, self.scheduled_for, self.place = self.scheduled_for, at, place
        self._refuse_wrong_time(moving=True)
        self.save(update_fields=["scheduled_for", "place"])
        record("exams.rescheduled", self, by=by, before=before.isoformat(), at=at.isoformat(), place=place)
        letters.scheduled(self, f"{at:%Y%m%d%H%M}-{timezone.now():%Y%m%d%H%M}")

    @transaction.atomic
    def record_attendance(self, *, by):
        """The candidate came; the result is not known yet."""
        self._hold()
        if self.state != State.ATTENDED:
            self._go(State.ATTENDED, by=by, said="attended")

    @transaction.atomic
    def record_no_show(self, *, by):
        """The candidate did not come. It is no attempt."""
        self._hold()
        if self.state != State.NO_SHOW:
            self._go(State.NO_SHOW, by=by, said="no_show")

    @transaction.atomic
    def call_off(self, *, by, reason):
        """There will be no exam on that day; the candidate gets a letter."""
        self._hold()
        if self.state != State.CANCELLED:
            self._go(State.CANCELLED, by=by, said="called_off", reason=reason.strip()[:250])
            letters.called_off(self)

    @transaction.atomic
    def record_result(self, *, passed, by, sections=None):
        """What the provider reported: `passed`, and `sections` {number of the competency: percent right}.

        Recorded once: the same result again changes nothing, another one raises NotNow (make the first void). Raises
        NotNow also before the exam begins, and ValueError for a section there is not or a percent out of range.
        """
        self._hold()
        state = State.PASSED if passed else State.FAILED
        if self.state == state:
            return
        if self.scheduled_for > timezone.now():
            raise NotNow(gettext("The exam is still to come."))
        results = self._results_from(sections or {})
        self._go(
            state,
            by=by,
            said="passed" if passed else "failed",
            details={"sections": {str(number): percent for number, percent in (sections or {}).items()}},
            recorded_at=timezone.now(),
            recorded_by=by,
        )
        SectionResult.objects.bulk_create(results)
        if passed:
            Authorization.objects.filter(pk=self.authorization_id).update(used_at=self.recorded_at)
            self.authorization.used_at = self.recorded_at
        self.authorization._forget()
        letters.result(self)
        if passed:
            sitting_passed.send(sender=Sitting, sitting=self, by=by)

    @transaction.atomic
    def make_void(self, *, by, reason):
        """It does not count: recorded wrongly, or something went wrong at the exam. The right to sit opens again.

        What a passed sitting led to (a credential) is ended where it stands, by people, with a reason of its own.
        """
        self._hold()
        if self.state == State.VOID:
            return
        if not reason.strip():
            raise NotNow(gettext("Say why it does not count."))
        was_passed = self.state == State.PASSED
        self._go(State.VOID, by=by, said="made_void", reason=reason.strip()[:250])
        if was_passed:
            Authorization.objects.filter(pk=self.authorization_id).update(used_at=None)

    def _results_from(self, sections):
        competencies = {each.number: each for each in self.authorization.application.framework.competencies.all()}
        if unknown := set(sections) - set(competencies):
            raise ValueError(f"No section {sorted(unknown)} in this framework.")
        if any(not 0 <= percent <= 100 for percent in sections.values()):
            raise ValueError("A percent is from 0 to 100.")
        return [
            SectionResult(sitting=self, competency=competencies[number], percent=percent)
            for number, percent in sections.items()
        ]

    def _refuse_wrong_time(self, moving=False):
        authorization = self.authorization
        if not authorization.is_active:
            raise NotNow(gettext("The right to sit has ended."))
        if not moving and authorization.open_sitting:
            raise NotNow(gettext("The candidate has a date already. Move that one, or call it off first."))
        if authorization.attempts_left == 0:
            raise NotNow(gettext("The rules allow no further sitting."))
        if not authorization.opens_on <= self.day <= authorization.expires_on:
            raise NotNow(gettext("This is outside the time in which the candidate may sit."))
        if authorization.next_from and self.day < authorization.next_from:
            raise NotNow(gettext("After a sitting that was not passed the rules ask to wait longer."))

    def _hold(self):
        """Lock the right to sit, then this row: both change together, always in this order."""
        self.authorization._hold()
        self.refresh_from_db(
            fields=["state", "scheduled_for", "place", "recorded_at"],
            from_queryset=type(self)._base_manager.select_for_update(),
        )

    def _go(self, state, *, by, said, details=None, **changes):
        if state not in TRANSITIONS[self.state]:
            raise NotNow(self.get_state_display())
        before, self.state = self.state, state
        for name, value in changes.items():
            setattr(self, name, value)
        self.save(update_fields=["state", *changes])
        self.authorization._forget()
        record(f"exams.{said}", self, by=by, state=[before, str(state)], **(details or {}))


class SectionResult(models.Model):
    """How much of one competency's questions was right."""

    sitting = models.ForeignKey(Sitting, models.CASCADE, related_name="sections")
    competency = models.ForeignKey(
        "framework.Competency", models.PROTECT, related_name="+", verbose_name=_("competency")
    )
    percent = models.PositiveSmallIntegerField(_("percent right"))

    class Meta:
        ordering = ["competency__number"]
        verbose_name = _("result in a section")
        verbose_name_plural = _("results by section")
        constraints = [
            models.UniqueConstraint(fields=["sitting", "competency"], name="one_result_per_section"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="section_result_percent"),
        ]

    def __str__(self):
        return f"{self.competency}: {self.percent} %"
