"""The digest: when each person's next one comes, which were written, and which news each person has had in one."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..weekly import next_moment, zone_of
from .stops import Stop

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
WEEKDAYS = list(enumerate(DAYS))
WEEKDAY, HOUR = 0, 8  # until somebody chooses otherwise: the start of a working week
APART = timedelta(days=4)  # between two digests, whatever a person changes in between
LOOKS_BACK = timedelta(days=7)  # the first digest
LOOKS_BACK_AT_MOST = timedelta(days=28)  # after a holiday of the portal, or of the person
BATCH = 500


class DigestScheduleQuerySet(models.QuerySet):
    def due(self, now):
        """Schedules whose moment has come, the longest waiting first; who moved zones is reckoned anew before."""
        return self.filter(due_at__lte=now, time_zone=F("person__time_zone")).order_by("due_at", "pk")

    def moved(self):
        """Schedules reckoned in a zone their person has left."""
        return self.exclude(time_zone=F("person__time_zone"))

    def catch_up(self, now):
        """A schedule for everyone who has none yet, and a new moment for everyone who moved zones."""
        without = get_user_model().objects.filter(is_active=True, digest_schedule=None)
        while people := list(without[:BATCH]):
            self.bulk_create((DigestSchedule.planned_for(person, now) for person in people), ignore_conflicts=True)
        for schedule in self.moved().select_related("person"):
            schedule.follow(now)

    def for_writing(self, kind):
        """With their people, each with what decides whether they get a letter of `kind`: one query."""
        person = OuterRef("person")
        confirmed = EmailAddress.objects.filter(user=person, email__iexact=OuterRef("person__email"), verified=True)
        stopped = Stop.objects.filter(person=person, kind=kind)
        return self.select_related("person").annotate(is_confirmed=Exists(confirmed), is_stopped=Exists(stopped))


class DigestSchedule(models.Model):
    """When a person's next digest is due: their weekday and hour, by their own clock."""

    HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="digest_schedule",
        verbose_name=_("person"),
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS, default=WEEKDAY)
    hour = models.PositiveSmallIntegerField(_("hour"), choices=HOURS, default=HOUR)
    time_zone = models.CharField(_("reckoned in"), max_length=64, editable=False)
    due_at = models.DateTimeField(_("next one"), db_index=True, editable=False)
    covered_until = models.DateTimeField(_("told until"), null=True, editable=False)
    written_at = models.DateTimeField(_("last one"), null=True, editable=False)

    objects = DigestScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of a digest")
        verbose_name_plural = _("days of the digests")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="digest_weekday_exists"),
            models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="digest_hour_exists"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_weekday_display()} {self.get_hour_display()}"

    @property
    def local_due_at(self):
        """The moment of the next one by the person's own clock."""
        return timezone.localtime(self.due_at, zone_of(self.person))

    @property
    def zone_in_words(self):
        return self.person.time_zone.replace("_", " ")

    @classmethod
    def planned_for(cls, person, now):
        """The schedule `person` gets when they have chosen nothing; unsaved."""
        schedule = cls(person=person, time_zone=person.time_zone)
        schedule.due_at = schedule.next_after(now)
        return schedule

    @classmethod
    def of(cls, person, now=None):
        """The schedule of `person` as the next sweep will find it; unsaved where that sweep has still to come."""
        now = now or timezone.now()
        schedule = cls.objects.filter(person=person).first() or cls.planned_for(person, now)
        schedule.person = person
        if schedule.time_zone != person.time_zone:
            schedule._follow(now)
        return schedule

    def next_after(self, now):
        """The next moment of this weekday and hour in the person's zone, far enough from their last digest."""
        earliest = max(now, self.written_at + APART) if self.written_at else now
        return next_moment(self.weekday, self.hour, zone_of(self.person), earliest)

    def since(self, now):
        """From when on things are news for the letter of `now`."""
        if self.covered_until is None:
            return now - LOOKS_BACK
        return max(self.covered_until, now - LOOKS_BACK_AT_MOST)

    @transaction.atomic
    def choose(self, *, weekday, hour, by, now=None):
        """Have it on `weekday` (Monday is 0) at `hour` o'clock from now on. Chosen twice, nothing changes."""
        now = now or timezone.now()
        kept, _new = DigestSchedule.objects.select_for_update().get_or_create(
            person=self.person,
            defaults={
                "time_zone": self.person.time_zone,
                "due_at": DigestSchedule.planned_for(self.person, now).due_at,
            },
        )
        if (kept.weekday, kept.hour) != (weekday, hour):
            kept.person, kept.weekday, kept.hour = self.person, weekday, hour
            kept._reckon(now)
            kept.save(update_fields=["weekday", "hour", "time_zone", "due_at"])
            record("mail.digest_day_chosen", kept, by=by, weekday=weekday, hour=hour)
        self.weekday, self.hour = kept.weekday, kept.hour
        self.time_zone, self.due_at = kept.time_zone, kept.due_at

    def follow(self, now):
        """Reckon the next moment in the zone the person lives in now."""
        self._follow(now)
        self.save(update_fields=["time_zone", "due_at"])

    def advance(self, now, *, told_until=None, has_written=False):
        """On to next week. `told_until`: all news up to then were looked at; `has_written`: there is a letter."""
        if told_until is not None:
            self.covered_until = told_until
        if has_written:
            self.written_at = now
        self._reckon(now)
        self.save(update_fields=["time_zone", "due_at", "covered_until", "written_at"])

    def _follow(self, now):
        if self.due_at > now:
            self._reckon(now)
        else:
            # Overdue by the old clock is overdue: by the new one it might be a week away.
            self.time_zone = self.person.time_zone

    def _reckon(self, now):
        self.time_zone = self.person.time_zone
        self.due_at = self.next_after(now)


class Digest(models.Model):
    """One digest that was written, or that told nothing because a part of the portal could not say its news."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name=_("person")
    )
    due_on = models.DateField(_("of"), help_text=_("The day it was due, by the person's calendar."))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    headline = models.CharField(_("the best of it"), max_length=250, blank=True)
    item_count = models.PositiveSmallIntegerField(_("items"), default=0)
    left_out = models.JSONField(_("left out"), default=list, blank=True, help_text=_("Sections that failed."))

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "due_on"], name="one_digest_a_day")]

    def __str__(self):
        return f"{self.headline or _('nothing to tell')} → {self.person}"


class DigestEntry(models.Model):
    """One piece of news that one person had in a digest: the ledger that keeps it from coming again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_entries")
    key = models.CharField(max_length=160)
    digest = models.ForeignKey(Digest, models.CASCADE, related_name="entries")

    class Meta:
        verbose_name = _("told in a digest")
        verbose_name_plural = _("told in digests")
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="told_once")]

    def __str__(self):
        return f"{self.key} → {self.person}"
