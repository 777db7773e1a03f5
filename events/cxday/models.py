"""CX Day: one date each October, and the rooms in which it is kept all round the world."""

from datetime import UTC, datetime, time, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.programme.models import Event
from members.audit.log import record

FIRST_ZONE, LAST_ZONE = timedelta(hours=14), timedelta(hours=-12)  # Kiritimati; Baker Island
LOOKED_BACK_ON = timedelta(days=60)  # after it the day before is history and the next one is what people ask for


class CampaignQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def visible_to(self, person):
        """The published ones; staff who make them see those in preparation too."""
        prepares = person.is_authenticated and person.is_staff and person.has_perm("cxday.view_campaign")
        return self if prepares else self.published()

    def current(self, today):
        """The campaign on people's minds on the date `today`: the last one until 60 days after it, then the next.

        None where the next is not published yet.
        """
        return self.published().filter(date__gte=today - LOOKED_BACK_ON).order_by("date").first()


class Campaign(models.Model):
    """One CX Day. It is a date, not a moment: on Earth it lasts 50 hours."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    date = models.DateField(_("date"), help_text=_("The same calendar date everywhere, in everybody's own time."))
    theme = models.CharField(_("theme"), max_length=120)
    sentence = models.CharField(
        _("in one sentence"), max_length=200, help_text=_("Stands under the title: what this year is about.")
    )
    story = models.TextField(_("what came of it"), blank=True, help_text=_("Markdown. Shown once the day is over."))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("CX Day")
        verbose_name_plural = _("CX Days")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(date__year=models.F("year")),
                name="campaign_date_in_its_year",
                violation_error_message=_("The date lies in another year."),
            )
        ]

    def __str__(self):
        return f"CX Day {self.year}"

    def get_absolute_url(self):
        return reverse("cxday:campaign", args=[self.year])

    @property
    def window(self):
        """(first, last) moment of the date on Earth: from UTC+14, where it begins, to UTC-12, where it ends."""
        midnight = datetime.combine(self.date, time(), tzinfo=UTC)
        return midnight - FIRST_ZONE, midnight + timedelta(days=1) - LAST_ZONE

    def is_on(self, now):
        """Whether it is this date somewhere on Earth."""
        begins, ends = self.window
        return begins <= now < ends

    def is_over(self, now):
        return now >= self.window[1]

    def takes_rooms(self, now):
        """Whether somebody can still offer a room."""
        return self.published_at is not None and now < self.window[1]

    @transaction.atomic
    def publish(self, *, by):
        """Show it to everyone. Done twice, the first moment stays."""
        changed = Campaign.objects.filter(pk=self.pk, published_at=None).update(published_at=timezone.now())
        self.refresh_from_db(fields=["published_at"])
        if changed:
            record("cxday.published", self, by=by)


class RoomQuerySet(models.QuerySet):
    def visible_to(self, person):
        """The rooms whose events `person` may see."""
        return self.filter(event__in=Event.objects.visible_to(person))

    def shown(self):
        """Published ones that go ahead: what the drawing and the list show, to their own host too."""
        return self.filter(event__published_at__isnull=False, event__cancelled_at=None)

    def for_listing(self):
        """All that the page of a CX Day shows of its rooms, in one query."""
        return self.select_related("event__host").order_by("event__starts_at", "event_id")


class Room(models.Model):
    """One event as a part of a CX Day: a room in a city, or a session online."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rooms", verbose_name=_("CX Day"))
    event = models.OneToOneField(Event, models.PROTECT, related_name="room", verbose_name=_("event"))

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")

    def __str__(self):
        return str(self.event)

    @classmethod
    @transaction.atomic
    def propose(cls, campaign, *, by, **fields):
        """A new event of `by` as a part of `campaign`, for staff to publish; `fields` are those of the Event.

        The same title at the same time proposed again is the same room: a form sent twice counts once.
        """
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        same = cls.objects.filter(
            campaign=campaign,
            event__host=by,
            event__title=fields["title"],
            event__starts_at=fields["starts_at"],
            event__cancelled_at=None,
        ).select_related("event")
        if room := same.first():
            return room
        event = Event.propose(by=by, **fields)
        room = cls.objects.create(campaign=campaign, event=event)
        record("cxday.room_proposed", room, by=by, year=campaign.year)
        return room
