"""The right to sit: given with an approval, for some months."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from certification.applications.models import Application
from members.audit.log import record
from members.days import months_after

from .. import letters
from ..states import OPEN, State

REMIND_BEFORE = timedelta(days=30)


class AuthorizationQuerySet(models.QuerySet):
    def active(self):
        """Neither used nor ended: their candidates may sit, until `expires_on`."""
        return self.filter(used_at=None, ended_at=None)

    def of(self, person):
        """The right to sit that `person` got last, with its rules, or None."""
        return (
            self.filter(person=person)
            .select_related("application__rules", "application__framework", "person")
            .prefetch_related("sittings__sections__competency")
            .order_by("-opens_on", "-pk")
            .first()
        )

    def last_of(self, people):
        """The right to sit that each of `people` (ids) got last, with its sittings: two queries, however many."""
        last = self.filter(person__in=people).order_by("person", "-opens_on", "-pk").distinct("person")
        return last.prefetch_related("sittings")

    def run_out(self, today):
        """Active ones whose last day has gone by. A sitting that is under way still counts."""
        return self.active().filter(expires_on__lt=today).exclude(sittings__state__in=OPEN)

    def to_remind(self, today):
        """Active ones that end soon, without a date for the exam, of which nobody was told yet."""
        soon = today + REMIND_BEFORE
        return (
            self.active()
            .filter(expires_on__gte=today, expires_on__lte=soon, reminded_at=None)
            .exclude(sittings__state__in=OPEN)
        )


class Authorization(models.Model):
    application = models.OneToOneField(
        Application, models.PROTECT, related_name="authorization", verbose_name=_("application")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ccxp_authorizations", verbose_name=_("candidate")
    )
    opens_on = models.DateField(_("from"))
    expires_on = models.DateField(_("last day"))
    used_at = models.DateTimeField(_("passed"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended unused"), null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = AuthorizationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-pk"]
        verbose_name = _("right to sit")
        verbose_name_plural = _("rights to sit")
        constraints = [
            models.CheckConstraint(condition=Q(expires_on__gte=F("opens_on")), name="right_to_sit_lasts"),
            models.CheckConstraint(condition=Q(used_at=None) | Q(ended_at=None), name="right_to_sit_ends_one_way"),
        ]
        indexes = [
            models.Index(fields=["expires_on"], condition=Q(used_at=None, ended_at=None), name="right_to_sit_due")
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("certification:exam")

    @property
    def rules(self):
        return self.application.rules

    @property
    def is_active(self):
        return self.used_at is None and self.ended_at is None

    @cached_property
    def counted(self):
        """Sittings with a result that counts, the first first."""
        return [sitting for sitting in self.sittings.all() if sitting.state in (State.PASSED, State.FAILED)]

    @cached_property
    def open_sitting(self):
        return next((sitting for sitting in self.sittings.all() if sitting.state in OPEN), None)

    @property
    def attempts_left(self):
        """How often they may still sit; None where the rules set no limit."""
        most = self.rules.attempts_most
        return None if most is None else max(most - len(self.counted), 0)

    @property
    def next_from(self):
        """The first day they may sit again after a failed sitting, or None."""
        failed = [sitting for sitting in self.counted if sitting.state == State.FAILED]
        if not failed or self.rules.retake_wait_days is None:
            return None
        return failed[-1].day + timedelta(days=self.rules.retake_wait_days)

    @property
    def may_sit_again(self):
        """Whether another sitting is possible after those that count, within the time there is."""
        fits = self.next_from is None or self.next_from <= self.expires_on
        return self.is_active and self.attempts_left != 0 and fits

    @classmethod
    @transaction.atomic
    def grant(cls, application, *, by):
        """The right to sit that comes with an approved application; asked twice, given once."""
        today = timezone.localdate()
        authorization, new = cls.objects.get_or_create(
            application=application,
            defaults={
                "person": application.person,
                "opens_on": today,
                "expires_on": months_after(today, application.rules.rights_months),
            },
        )
        if new:
            record("exams.may_sit", authorization, by=by, until=authorization.expires_on.isoformat())
        return authorization

    @transaction.atomic
    def extend(self, until, *, by, reason):
        """Let the candidate sit until the date `until`, for a reason. Also one that has run out opens again.

        Raises ValueError where it would end earlier than now.
        """
        self._hold()
        if until == self.expires_on and self.ended_at is None:
            return
        if self.used_at or until < self.expires_on or until < timezone.localdate():
            raise ValueError(_("A right to sit can only be made longer, up to the day it was used."))
        before, self.expires_on, self.ended_at, self.reminded_at = self.expires_on, until, None, None
        self.save(update_fields=["expires_on", "ended_at", "reminded_at"])
        record("exams.extended", self, by=by, reason=reason, before=before.isoformat(), until=until.isoformat())

    @transaction.atomic
    def run_out(self, *, today):
        """End it when its last day has gone by. Returns whether this call did it."""
        ended = type(self).objects.run_out(today).filter(pk=self.pk).update(ended_at=timezone.now())
        if ended:
            self.refresh_from_db(fields=["ended_at"])
            record("exams.right_ended", self, by=None)
            letters.ended(self)
        return bool(ended)

    @transaction.atomic
    def remind(self, *, today):
        """Say that it ends soon, once: whoever changes the row first writes."""
        claimed = type(self).objects.to_remind(today).filter(pk=self.pk).update(reminded_at=timezone.now())
        if claimed:
            letters.ends_soon(self)
        return bool(claimed)

    @transaction.atomic
    def wish(self, *, by, place, dates, city=""):
        """Keep which dates suit the candidate, for staff to arrange; a new wish takes the place of an open one."""
        self._hold()
        wish, new = self.wishes.update_or_create(
            settled_at=None,
            defaults={"place": place, "city": city, "dates": dates, "wished_at": timezone.now()},
        )
        record("exams.wished" if new else "exams.wished_otherwise", self, by=by, place=place)
        return wish

    def _hold(self):
        self.refresh_from_db(from_queryset=type(self)._base_manager.select_for_update())
        self._forget()

    def _forget(self):
        for known in ("counted", "open_sitting"):
            self.__dict__.pop(known, None)
        getattr(self, "_prefetched_objects_cache", {}).pop("sittings", None)


class DateWish(models.Model):
    """When and where a candidate would like to sit; staff arrange it with the provider."""

    CENTRE, ONLINE = "centre", "online"
    PLACES = [(CENTRE, _("In a test centre")), (ONLINE, _("At my own computer, watched online"))]

    authorization = models.ForeignKey(Authorization, models.CASCADE, related_name="wishes", verbose_name=_("candidate"))
    place = models.CharField(_("where"), max_length=10, choices=PLACES)
    city = models.CharField(_("city"), max_length=80, blank=True)
    dates = models.TextField(_("dates that suit"), max_length=1000)
    wished_at = models.DateTimeField(_("wished"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        ordering = ["wished_at"]
        verbose_name = _("wish for a date")
        verbose_name_plural = _("wishes for a date")
        constraints = [
            models.UniqueConstraint(
                fields=["authorization"], condition=Q(settled_at=None), name="one_open_wish_per_candidate"
            ),
            models.CheckConstraint(condition=Q(place__in=["centre", "online"]), name="wish_place_known"),
        ]

    def __str__(self):
        return str(self.authorization)

    @transaction.atomic
    def settle(self, *, by):
        """Staff have seen to it. Done twice, the first moment stays."""
        changed = (
            type(self).objects.filter(pk=self.pk, settled_at=None).update(settled_at=timezone.now(), settled_by=by)
        )
        if changed:
            self.refresh_from_db(fields=["settled_at", "settled_by"])
            record("exams.wish_settled", self, by=by)
