"""When each person's next digest comes, and how much of it they read."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.core import signing
from django.db import models, transaction
from django.db.models import Case, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..kinds import Channel
from ..rounds import DAILY, MONTHLY, WEEKLY, next_moment, zone_of
from .bounces import Bounce
from .choices import Choice
from .digests import Digest
from .less import Less

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
WEEKDAYS = list(enumerate(DAYS))
WEEKDAY, HOUR = 0, 8  # until somebody chooses otherwise: the start of a working week
MINUTES = 6
# Between two digests, whatever a person changes in between.
APART = {DAILY: timedelta(hours=18), WEEKLY: timedelta(days=4), MONTHLY: timedelta(days=14)}
# The first digest; what it looks back on later, it has been told.
LOOKS_BACK = {DAILY: timedelta(days=2), WEEKLY: timedelta(days=7), MONTHLY: timedelta(days=31)}
LOOKS_BACK_AT_MOST = timedelta(days=35)  # after a holiday of the portal, or of the person
SILENT_AFTER = timedelta(days=60)  # not seen for so long, somebody may not want to hear from us
LETTERS_IN_SILENCE = 3  # then they are asked, once
BATCH = 500


go_on_signer = signing.Signer(salt="members.mail.go_on")


def go_on_token(person_id):
    """A signed word by which a person says, from the letter that asks, that they still want it. Never expires."""
    return go_on_signer.sign_object([person_id])


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
        while self._follow_movers(now):
            pass

    @transaction.atomic
    def _follow_movers(self, now):
        """The next of those who moved; returns how many. Whom another worker holds is that worker's to follow."""
        held = self.moved().select_related("person").order_by("pk").select_for_update(skip_locked=True, of=["self"])
        movers = list(held[:BATCH])
        for schedule in movers:
            schedule.reckon_where_they_live(now)
        return self.bulk_update(movers, ["time_zone", "due_at"])

    def for_writing(self, kind):
        """With their people, each with what decides whether and how they get a letter of `kind`: one query."""
        person = OuterRef("person")
        confirmed = EmailAddress.objects.filter(user=person, email__iexact=OuterRef("person__email"), verified=True)
        stopped = Choice.objects.made().filter(person=person, kind=kind).exclude(channel=Channel.NOW)
        bounces = Bounce.objects.standing().filter(address=Lower(OuterRef("person__email")))
        groups = get_user_model().groups.through.objects.filter(person=person).order_by()
        less = Less.objects.filter(person=person).order_by()
        # In which some section could not say its news; later ones have told of all there was.
        short = Digest.objects.filter(person=person, written_at__gt=OuterRef("covered_until")).exclude(left_out=[])
        short = short.order_by("-written_at").values(one=JSONObject(at="written_at", left_out="left_out"))
        return self.select_related("person").annotate(
            is_confirmed=Exists(confirmed),
            is_stopped=Exists(stopped),
            bounces=Exists(bounces),
            of_groups=ArraySubquery(groups.values(one=JSONObject(pk="group_id", name="group__name"))),
            less=ArraySubquery(less.values("code")),
            short=Subquery(short[:1]),
        )

    def wanted(self):
        """Of those read `for_writing`, whose letter would leave."""
        return self.filter(is_stopped=False, is_confirmed=True, bounces=False, person__is_active=True)

    def first_since(self, now):
        """The earliest moment from which any of these is to be told, as `since` says it of each."""
        begins = [When(round=each, then=Value(now - back)) for each, back in LOOKS_BACK.items()]
        begins = Case(*begins, output_field=models.DateTimeField())
        first = self.order_by().aggregate(first=Min(Coalesce("covered_until", begins)))["first"]
        return max(first or now, now - LOOKS_BACK_AT_MOST)


class DigestSchedule(models.Model):
    """When a person's next digest is due: how often, and at which hour by their own clock. Whether they want one at all
    is their choice of the kind (choices.py)."""

    ROUNDS = [(DAILY, _("Every day")), (WEEKLY, _("Once a week")), (MONTHLY, _("Once a month"))]
    HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
    MONTHDAYS = [(day, str(day)) for day in range(1, 29)]
    READING = [(2, _("Two minutes")), (6, _("Six minutes")), (15, _("Fifteen minutes"))]

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="digest_schedule",
        verbose_name=_("person"),
    )
    round = models.CharField(_("how often"), max_length=7, choices=ROUNDS, default=WEEKLY, db_default=WEEKLY)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS, default=WEEKDAY)
    day = models.PositiveSmallIntegerField(_("day of the month"), choices=MONTHDAYS, default=1, db_default=1)
    hour = models.PositiveSmallIntegerField(_("hour"), choices=HOURS, default=HOUR)
    minutes = models.PositiveSmallIntegerField(
        _("reading time"), choices=READING, default=MINUTES, db_default=MINUTES, help_text=_("In minutes.")
    )
    time_zone = models.CharField(_("reckoned in"), max_length=64, editable=False)
    due_at = models.DateTimeField(_("next one"), db_index=True, editable=False)
    covered_until = models.DateTimeField(_("told until"), null=True, editable=False)
    written_at = models.DateTimeField(_("last one"), null=True, editable=False)
    in_silence = models.PositiveSmallIntegerField(
        _("letters nobody came for"), default=0, db_default=0, editable=False, help_text=_("Since they were last here.")
    )
    asked_at = models.DateTimeField(
        _("asked whether to go on"), null=True, editable=False, help_text=_("None comes until they answer.")
    )

    objects = DigestScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("day of a digest")
        verbose_name_plural = _("days of the digests")
        constraints = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="digest_weekday_exists"),
            models.CheckConstraint(condition=Q(hour__range=(0, 23)), name="digest_hour_exists"),
            models.CheckConstraint(condition=Q(round__in=["daily", "weekly", "monthly"]), name="digest_round_known"),
            models.CheckConstraint(condition=Q(day__range=(1, 28)), name="digest_day_in_every_month"),
            models.CheckConstraint(condition=Q(minutes__in=[2, 6, 15]), name="digest_minutes_known"),
        ]

    def __str__(self):
        return f"{self.person}: {self.get_round_display()}, {self.get_hour_display()}"

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
            schedule.reckon_where_they_live(now)
        return schedule

    def next_after(self, now):
        """The next moment of the round in the person's zone, far enough from their last digest."""
        earliest = max(now, self.written_at + APART[self.round]) if self.written_at else now
        about = {"weekday": self.weekday, "day": self.day}
        return next_moment(self.round, self.hour, zone_of(self.person), earliest, **about)

    def since(self, now):
        """From when on things are news for the letter of `now`."""
        if self.covered_until is None:
            return now - LOOKS_BACK[self.round]
        return max(self.covered_until, now - LOOKS_BACK_AT_MOST)

    @transaction.atomic
    def choose(self, *, by, now=None, **chosen):
        """Have it so from now on: `round`, `weekday` (Monday is 0), `day` of the month, `hour`, `minutes`; what is not
        named stays. Chosen twice, nothing changes. Whoever chooses wants to hear from us again."""
        now = now or timezone.now()
        planned = DigestSchedule.planned_for(self.person, now)
        kept, _new = DigestSchedule.objects.select_for_update().get_or_create(
            person=self.person, defaults={"time_zone": planned.time_zone, "due_at": planned.due_at}
        )
        kept.person = self.person
        changed = {name: value for name, value in chosen.items() if getattr(kept, name) != value}
        for name, value in changed.items():
            setattr(kept, name, value)
        if changed.keys() - {"minutes"}:
            kept._reckon(now)
        kept.in_silence, kept.asked_at = 0, None
        kept.save(update_fields=[*changed, "time_zone", "due_at", "in_silence", "asked_at"])
        if changed:
            record("mail.digest_day_chosen", kept, by=by, **changed)
        for field in self._meta.concrete_fields:
            setattr(self, field.attname, getattr(kept, field.attname))

    @transaction.atomic
    def go_on(self, *, by):
        """Whoever was asked whether they still want it does. Done twice, nothing more happens."""
        asked = DigestSchedule.objects.filter(person=self.person, asked_at__isnull=False)
        if asked.update(asked_at=None, in_silence=0):
            record("mail.digest_goes_on", self, by=by)
        self.asked_at, self.in_silence = None, 0

    def reckon_where_they_live(self, now):
        """The next moment by the clocks the person lives with now; saves nothing."""
        if self.due_at > now:
            self._reckon(now)
        else:
            # Overdue by the old clock is overdue: by the new one it might be a week away.
            self.time_zone = self.person.time_zone

    def advance(self, now, *, told_until=None, has_written=False):
        """On to the next round; saves nothing. `told_until`: all news up to then were looked at; `has_written`: there
        is a letter."""
        if told_until is not None:
            self.covered_until = told_until
        if has_written:
            self.written_at = now
        self._reckon(now)

    def is_silent(self, seen_at, now):
        """Whether the person, last seen at `seen_at` (None: never), has not been here for long."""
        return max(seen_at or self.person.joined_at, self.person.joined_at) < now - SILENT_AFTER

    def _reckon(self, now):
        self.time_zone = self.person.time_zone
        self.due_at = self.next_after(now)


# What writing a batch changes on the rows it holds.
WRITTEN = ["time_zone", "due_at", "covered_until", "written_at", "in_silence", "asked_at"]
