"""The answer promise: the clock of a question, and the rungs by which others hear that it waits."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.models import Topic
from members.audit.log import record
from members.mail.rounds import zone_of

from ..promise.answering import first_answer
from ..promise.hours import after_working_hours, working_time

HOURS = 48


class Rung(models.TextChoices):
    """Who hears next that a question waits."""

    MEMBERS = "members", _("Members who know the subject")
    DESK = "desk", _("The answer desk")
    STAFF = "staff", _("Staff")


# Hours that count, from the question on.
RUNGS = {Rung.MEMBERS: 24, Rung.DESK: 36, Rung.STAFF: HOURS}


def is_promised(topic):
    """Whether an answer to `topic` is promised: to every open question.

    Whoever is told may read it and answer it: on the board of a local network or a named group these are its own
    people, the volunteers and staff among them.
    """
    return topic.is_question and topic.closed_at is None and topic.hidden_at is None


class PromiseQuerySet(models.QuerySet):
    def running(self):
        """Somebody waits."""
        return self.filter(kept_at=None, ended_at=None)

    def due(self, now=None):
        """Those with a rung that is due by now."""
        return self.running().filter(next_at__lte=now or timezone.now()).order_by("next_at")

    def on_the_desk(self, now=None):
        """What the answer desk looks after, the most pressing first."""
        return self.running().filter(desk_at__lte=now or timezone.now()).order_by("until", "pk")

    def late(self, now=None):
        return self.running().filter(until__lte=now or timezone.now()).order_by("until", "pk")

    def readable_by(self, person):
        """Those of questions `person` may read."""
        return self.filter(topic__in=Topic.objects.visible_to(person).filter(hidden_at=None))


class Promise(models.Model):
    """Runs until somebody else answers (`kept_at`), or the question is closed or hidden (`ended_at`)."""

    topic = models.OneToOneField(
        "discussions.Topic", models.CASCADE, primary_key=True, related_name="promise", verbose_name=_("question")
    )
    zone = models.CharField(_("rests at the weekend in"), max_length=64)
    begun_at = models.DateTimeField(_("begun"))
    members_at = models.DateTimeField(_("members are due"))
    desk_at = models.DateTimeField(_("the answer desk is due"))
    until = models.DateTimeField(_("promised until"))

    next_at = models.DateTimeField(_("next step"), null=True)
    told_members_at = models.DateTimeField(_("members told"), null=True)
    told_desk_at = models.DateTimeField(_("answer desk told"), null=True)
    told_staff_at = models.DateTimeField(_("staff told"), null=True)

    kept_at = models.DateTimeField(_("answered"), null=True)
    wall_seconds = models.PositiveBigIntegerField(_("seconds waited"), null=True)
    counted_seconds = models.PositiveBigIntegerField(_("seconds that count"), null=True)
    ended_at = models.DateTimeField(_("ended without an answer"), null=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer promise")
        verbose_name_plural = _("answer promises")
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_at=None, wall_seconds=None, counted_seconds=None)
                | Q(kept_at__isnull=False, wall_seconds__isnull=False, counted_seconds__isnull=False),
                name="promise_kept_is_measured",
            ),
            models.CheckConstraint(condition=Q(kept_at=None) | Q(ended_at=None), name="promise_kept_or_ended"),
            models.CheckConstraint(
                condition=Q(next_at=None) | Q(kept_at=None, ended_at=None), name="promise_steps_while_it_runs"
            ),
        ]
        indexes = [
            models.Index("next_at", name="promise_due", condition=Q(next_at__isnull=False)),
            models.Index("until", name="promise_waits", condition=Q(kept_at=None, ended_at=None)),
            models.Index("begun_at", name="promise_by_month"),
        ]

    def __str__(self):
        return str(self.topic)

    def get_absolute_url(self):
        return self.topic.get_absolute_url()

    @property
    def is_running(self):
        return self.kept_at is None and self.ended_at is None

    @property
    def zone_info(self):
        return ZoneInfo(self.zone)

    @property
    def rung(self):
        """The highest rung whose moment has come by the last look; None before the first."""
        told = {Rung.STAFF: self.told_staff_at, Rung.DESK: self.told_desk_at, Rung.MEMBERS: self.told_members_at}
        return next((rung for rung, at in told.items() if at), None)

    def rung_due(self, now):
        """The one rung to tell now: the highest that is due. Those below it that were missed stay untold."""
        return max((rung for rung in RUNGS if self.moment_of(rung) <= now), key=RUNGS.get, default=None)

    def moment_of(self, rung):
        return {Rung.MEMBERS: self.members_at, Rung.DESK: self.desk_at, Rung.STAFF: self.until}[rung]

    @classmethod
    def reckon(cls, topic, now=None):
        """Bring the promise of `topic`, and what its row says of it, to what is true now.

        Called under the lock of the topic's row, when something of it changed; asked twice, nothing changes. A question
        from before there was a promise gets none. An answer that is hidden gives the clock back as it was: whoever
        asked has waited all the time. What was closed or hidden, and is open again, begins anew.
        """
        now = now or timezone.now()
        topic.refresh_from_db(from_queryset=Topic.objects.select_related("board", "author"))
        answer = first_answer(topic) if topic.is_question else None
        promise = cls.objects.select_for_update().filter(topic=topic).first()
        if promise is not None:
            promise.topic = topic
            promise._follow(answer, now)
        topic.first_answer_at = answer.created_at if answer else None
        topic.promised_until = promise.until if promise and promise.is_running else None
        topic.save(update_fields=["first_answer_at", "promised_until"])

    @classmethod
    def begin(cls, topic, now=None):
        """Promise an answer to a question just asked. Who speaks without a name lives, to the clock, in UTC: their own
        weekend would say where on Earth they are. Done twice, the first clock runs on."""
        if not is_promised(topic) or topic.first_answer_at or cls.objects.filter(topic=topic).exists():
            return
        promise = cls.wound(topic, now or timezone.now())
        promise.save(force_insert=True)
        topic.promised_until = promise.until
        topic.save(update_fields=["promised_until"])

    @classmethod
    def wound(cls, topic, now):
        """A promise for `topic` whose clock goes from `now`, not saved yet."""
        promise = cls(topic=topic, zone="UTC" if topic.speaks_as else str(zone_of(topic.author)))
        promise._wind(now)
        return promise

    def measure(self, answered_at):
        """Stop the clock at the moment of the answer, and tell how long it took; the caller saves."""
        self.kept_at, self.ended_at, self.next_at = answered_at, None, None
        self.wall_seconds = int(max((answered_at - self.begun_at).total_seconds(), 0))
        self.counted_seconds = int(working_time(self.begun_at, answered_at, self.zone_info).total_seconds())

    def told(self, rung, *, now):
        """Note that `rung` was told; the next is due in its time."""
        setattr(self, f"told_{rung}_at", now)
        self.next_at = min((at for each in RUNGS if (at := self.moment_of(each)) > self.moment_of(rung)), default=None)
        self.save(update_fields=[f"told_{rung}_at", "next_at"])

    def _follow(self, answer, now):
        open_for_answers = is_promised(self.topic) and not self.topic.posts.filter(number=1).exclude(hidden_at=None)
        if answer:
            self._keep(answer.created_at)
        elif not open_for_answers:
            self._end(now)
        elif self.ended_at:
            self.ended_at = None
            self._wind(now)
            self.save()
        elif self.kept_at:
            self._give_back()

    def _keep(self, at):
        if self.kept_at == at:
            return
        self.measure(at)
        self.save()
        self._free_claims(at)

    def _give_back(self):
        self.kept_at = self.wall_seconds = self.counted_seconds = None
        untold = [self.moment_of(rung) for rung in RUNGS if getattr(self, f"told_{rung}_at") is None]
        above = [at for at in untold if self.rung is None or at > self.moment_of(self.rung)]
        self.next_at = min(above, default=None)
        self.save()

    def _end(self, now):
        if self.ended_at:
            return
        self.ended_at, self.next_at = now, None
        self.kept_at = self.wall_seconds = self.counted_seconds = None
        self.save()
        self._free_claims(now)
        record("questions.promise_ended", self, by=None)

    def _free_claims(self, at):
        self.claims.filter(ended_at=None).update(ended_at=at)

    def _wind(self, now):
        """Set the clock going from `now`, with none of its rungs told."""
        self.begun_at = now
        zone = self.zone_info
        self.members_at, self.desk_at, self.until = (after_working_hours(now, hours, zone) for hours in RUNGS.values())
        self.next_at = self.members_at
        self.told_members_at = self.told_desk_at = self.told_staff_at = None


class Told(models.Model):
    """Who was asked to look at a question that waits, so that nobody is asked twice, or too often."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="tellings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="asked_to_answer")
    rung = models.CharField(max_length=10, choices=Rung.choices)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("person asked to answer")
        verbose_name_plural = _("people asked to answer")
        constraints = [models.UniqueConstraint(fields=["promise", "person"], name="asked_once_to_answer")]
        indexes = [models.Index(fields=["person", "-at"], name="asked_to_answer_last")]

    def __str__(self):
        return f"person {self.person_id}: {self.promise}"

    @classmethod
    def lately(cls, now, days=7):
        return cls.objects.filter(at__gt=now - timedelta(days=days))
