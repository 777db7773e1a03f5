"""How each person wants to hear of each kind of news, and in which hours they want quiet."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.core import signing
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.audit.log import record

from ..kinds import Channel
from ..rounds import zone_of

stop_signer = signing.Signer(salt="members.mail.stop")


def stop_token(person_id, kind):
    """A signed word for one person and one kind of letter. Never expires: an old letter's button must work."""
    return stop_signer.sign_object([person_id, kind])


class ChoiceQuerySet(models.QuerySet):
    def made(self):
        """Without those that were taken back to what the kind does by itself."""
        return self.exclude(channel="")


class Choice(models.Model):
    """Where news of one kind goes for this person. Absent, or without a channel: where the kind sends it by itself."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choices")
    kind = models.CharField(_("kind"), max_length=80)
    channel = models.CharField(_("goes"), max_length=10, choices=Channel, blank=True)
    before = models.CharField(
        _("before"), max_length=10, choices=Channel, blank=True, db_default="", help_text=_("To take it back.")
    )
    chosen_at = models.DateTimeField(_("chosen"), default=timezone.now)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_per_kind"),
            models.CheckConstraint(
                condition=Q(channel__in=["", "now", "digest", "notice", "never"])
                & Q(before__in=["", "now", "digest", "notice", "never"]),
                name="choice_of_a_known_channel",
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.kind}"


HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class QuietHours(models.Model):
    """The hours, by the person's own clock, in which letters that can wait do wait. Absent: none.

    Nobody has them until they ask: what people are answered late in the evening is what they came for, and somebody
    whose clock we do not know would wait through their day.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="quiet_hours",
        verbose_name=_("person"),
    )
    starts = models.PositiveSmallIntegerField(_("from"), choices=HOURS, default=22)
    ends = models.PositiveSmallIntegerField(_("until"), choices=HOURS, default=7)
    weekends = models.BooleanField(_("Saturday and Sunday too, all day"), default=False)

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")
        constraints = [
            models.CheckConstraint(condition=Q(starts__lt=24, ends__lt=24), name="quiet_hours_of_a_day"),
            models.CheckConstraint(condition=~Q(starts=F("ends")), name="quiet_hours_end"),
        ]

    def __str__(self):
        return f"{self.person}: {self.starts:02}–{self.ends:02}"

    @classmethod
    @transaction.atomic
    def keep(cls, person, *, starts, ends, weekends):
        """The quiet hours of `person` are these from now on; letters that wait already are asked again when due."""
        about = {"starts": starts, "ends": ends, "weekends": weekends}
        hours, _is_new = cls.objects.update_or_create(person=person, defaults=about)
        record("mail.quiet_hours", person, by=person, **about)
        return hours

    @classmethod
    @transaction.atomic
    def drop(cls, person):
        """No quiet hours any more. Done twice, once."""
        if cls.objects.filter(person=person).delete()[0]:
            record("mail.quiet_hours", person, by=person)

    def over_at(self, moment):
        """When a letter due at `moment` may leave: `moment` itself outside the quiet hours, else their end.

        By wall clock in the zone the person lives in now. An end that the clocks leave out comes when they have moved
        on; one they show twice counts the first time, so that nobody waits an hour longer than they said.
        """
        zone = zone_of(self.person)
        free = moment
        # A weekend may begin in a night and end in another: each step leaves one of them.
        while (until := self._end_of_quiet(free.astimezone(zone))) is not None:
            free = until.astimezone(UTC)
        return max(free, moment)

    def _end_of_quiet(self, local):
        """The end of the quiet that `local` lies in, or None outside."""
        day = local.date()
        if self.weekends and local.weekday() >= 5:
            return _first_moment(day + timedelta(days=7 - local.weekday()), 0, local.tzinfo)
        if self.starts < self.ends:
            return _first_moment(day, self.ends, local.tzinfo) if self.starts <= local.hour < self.ends else None
        if local.hour >= self.starts:
            return _first_moment(day + timedelta(days=1), self.ends, local.tzinfo)
        return _first_moment(day, self.ends, local.tzinfo) if local.hour < self.ends else None


def _first_moment(day, hour, zone):
    return datetime.combine(day, time(hour), zone)
