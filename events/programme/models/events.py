"""Event: one thing that happens at one time, in a room, online or both."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from forums.discussions import markdown
from members.accounts.audience import Audience
from members.accounts.zones import zone_choices, zone_named
from members.audit.log import record

from ..signals import capacity_raised, event_cancelled, event_moved
from ..slugs import slug_of
from ..times import when_in, zone_place
from .lists import CONFIG, EventQuerySet, runs_events
from .rules import RULES

LANGUAGES = [
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("pt", _("Portuguese")),
    ("it", _("Italian")),
    ("nl", _("Dutch")),
    ("pl", _("Polish")),
    ("cs", _("Czech")),
    ("da", _("Danish")),
    ("fi", _("Finnish")),
    ("sv", _("Swedish")),
    ("nb", _("Norwegian")),
    ("tr", _("Turkish")),
    ("ru", _("Russian")),
    ("uk", _("Ukrainian")),
    ("ar", _("Arabic")),
    ("hi", _("Hindi")),
    ("ja", _("Japanese")),
    ("ko", _("Korean")),
    ("zh", _("Chinese")),
]
# What a calendar that holds this event must hear of.
TOLD_TO_CALENDARS = {"title", "summary", "venue", "address", "city", "country", "kind", "online_url", "external_url"}
PLACE = {"venue", "address", "city", "country", "kind"}
# Each has a verb of its own, because more hangs on it than the field.
OWN_VERB = {"starts_at", "ends_at", "capacity", "published_at", "cancelled_at", "start_version", "sequence"}


class EventCancelled(Exception):
    """The event was cancelled; nothing about it is changed any more."""


class Event(models.Model):
    IN_PERSON, ONLINE, HYBRID = "in_person", "online", "hybrid"
    KINDS = [(IN_PERSON, _("In person")), (ONLINE, _("Online")), (HYBRID, _("In person and online"))]
    OPEN_TO = [
        (Audience.ACCOUNTS.value, Audience.ACCOUNTS.label),
        (Audience.MEMBERS.value, Audience.MEMBERS.label),
    ]

    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=80, editable=False)
    summary = models.CharField(_("in one sentence"), max_length=200, blank=True)
    description = models.TextField(_("what will happen"), blank=True, help_text=_("Markdown."))
    description_html = models.TextField(blank=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, default=IN_PERSON)
    language = models.CharField(_("language"), max_length=7, choices=LANGUAGES, default="en")
    subjects = models.ManyToManyField("subjects.Subject", blank=True, related_name="events", verbose_name=_("subjects"))
    picture = models.ForeignKey(
        "files.File", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    time_zone = models.CharField(
        _("time zone"), max_length=64, choices=zone_choices, help_text=_("The zone of the place where it happens.")
    )
    is_all_day = models.BooleanField(
        _("whole days"),
        default=False,
        help_text=_("From midnight to midnight there; the end is the midnight after the last day."),
    )

    venue = models.CharField(_("venue"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = CountryField(_("country"), blank=True)
    latitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)])
    longitude = models.FloatField(null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)])
    access = models.TextField(
        _("access"),
        blank=True,
        help_text=_("Steps, lifts, toilets, captions, sign language, quiet places: whatever helps someone decide."),
    )
    online_url = models.URLField(
        _("join link"), max_length=500, blank=True, help_text=_("Shown only to those who have a place.")
    )
    external_url = models.URLField(
        _("organiser's page"), max_length=500, blank=True, help_text=_("Registration is there and not here.")
    )

    host = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("host"),
    )
    host_name = models.CharField(
        _("host's name"), max_length=150, blank=True, help_text=_("An organisation, or somebody without an account.")
    )
    audience = models.CharField(_("who may see it"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("named group")
    )
    open_to = models.CharField(_("who may register"), max_length=10, choices=OPEN_TO, default=Audience.ACCOUNTS)
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True, help_text=_("Empty: no limit."))
    credit_minutes = models.PositiveSmallIntegerField(
        _("CCXP credit in minutes"), default=0, help_text=_("60 minutes are one credit; 0 gives none.")
    )

    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    cancelled_reason = models.CharField(_("why it was cancelled"), max_length=300, blank=True, editable=False)

    start_version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="One more each time the start changes: what was said of the old one counts no more.",
    )
    sequence = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="SEQUENCE of iCalendar: one more at each change that calendars must hear of.",
    )
    created_at = models.DateTimeField(_("entered"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    # Kept by the database itself, whoever writes the row.
    search = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=CONFIG)
        + SearchVector("summary", "city", "venue", "host_name", weight="B", config=CONFIG)
        + SearchVector("description", weight="D", config=CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = RULES
        indexes = [
            models.Index(fields=["starts_at", "id"], name="event_programme", condition=Q(published_at__isnull=False)),
            models.Index(fields=["ends_at"], name="event_ends", condition=Q(published_at__isnull=False)),
            models.Index(
                fields=["proposed_at"],
                name="event_proposed",
                condition=Q(proposed_at__isnull=False, published_at=None, cancelled_at=None),
            ),
            GinIndex(fields=["search"], name="event_words"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("events:event", args=[self.pk, self.slug or slug_of(self.title)])

    # --- Questions

    @property
    def is_published(self):
        return self.published_at is not None

    @property
    def is_proposed(self):
        """Whether it waits for staff."""
        return self.proposed_at is not None and not self.is_published and not self.is_cancelled

    @property
    def is_cancelled(self):
        return self.cancelled_at is not None

    @property
    def is_upcoming(self):
        """Whether it has not begun."""
        return self.starts_at > timezone.now()

    @property
    def is_now(self):
        return self.starts_at <= timezone.now() < self.ends_at and not self.is_cancelled

    @property
    def is_past(self):
        return self.ends_at <= timezone.now()

    @property
    def is_online(self):
        """Whether it happens online alone."""
        return self.kind == self.ONLINE

    @property
    def has_online_part(self):
        return self.kind != self.IN_PERSON

    @property
    def registers_here(self):
        """Whether people take their place here and not at the organiser's."""
        return not self.external_url

    @property
    def gives_credit(self):
        return self.credit_minutes > 0

    @property
    def zone(self):
        """The ZoneInfo of the event."""
        return zone_named(self.time_zone) or zone_named("UTC")

    @property
    def zone_place(self):
        """What the event's time is called after: its city, or that of its zone."""
        return zone_place(self)

    @property
    def coordinates(self):
        return None if self.latitude is None else (self.latitude, self.longitude)

    @property
    def where(self):
        """The place in a line: "Zurich, Switzerland", "Online" or both."""
        place = ", ".join(part for part in [self.city, str(self.country.name)] if part)
        if self.kind == self.ONLINE:
            return str(_("Online"))
        return _("%(place)s and online") % {"place": place} if self.kind == self.HYBRID else place

    @property
    def hosted_by(self):
        """Who holds it, in words; empty where nobody says."""
        return self.host_name or (self.host.name if self.host_id else "")

    @property
    def last_day(self):
        """The date of its last day there."""
        return timezone.localtime(self.ends_at - timedelta(microseconds=1), self.zone).date()

    @property
    def first_day(self):
        return timezone.localtime(self.starts_at, self.zone).date()

    def when_in(self, zone):
        """Its time in words as clocks of `zone` show it: "Tuesday 6 October, 15:00–17:00"."""
        return when_in(self, zone)

    def can_be_run_by(self, person):
        """The host and staff for events may see who comes, check people in, move and cancel."""
        if not (person.is_authenticated and person.is_active):
            return False
        return person.pk == self.host_id or runs_events(person)

    # --- Verbs

    def render(self):
        """Fill what is made of other fields: `slug` and `description_html`; saves nothing."""
        self.slug = slug_of(self.title)
        self.description_html = markdown.render(self.description) if self.description else ""

    @classmethod
    @transaction.atomic
    def propose(cls, *, by, subjects=(), **fields):
        """A new event of `by`, who hosts it, for staff to publish; returns it."""
        event = cls(host=by, proposed_at=timezone.now(), **fields)
        event.render()
        event.save(force_insert=True)
        event.subjects.set(subjects)
        record("programme.proposed", event, by=by)
        return event

    @transaction.atomic
    def change(self, *, by, **fields):
        """Write other words, another place or another link; returns the names of the fields that changed.

        Calendars hear of it (`sequence`), and who registered does where the place is another (event_moved).
        Times, places and states have verbs of their own.
        """
        if wrong := OWN_VERB & fields.keys():
            raise ValueError(f"There is a verb for {', '.join(sorted(wrong))}.")
        self._lock()
        changed = {name for name, value in fields.items() if getattr(self, name) != value}
        if not changed:
            return changed
        was = self._place_and_time()
        for name in changed:
            setattr(self, name, fields[name])
        self.render()
        self.sequence += bool(changed & TOLD_TO_CALENDARS)
        self._write(*changed, "slug", "description_html", "sequence")
        record("programme.changed", self, by=by, fields=sorted(changed))
        if changed & PLACE and self.is_published:
            event_moved.send(sender=Event, event=self, by=by, was=was)
        return changed

    @transaction.atomic
    def publish(self, *, by):
        """Show it to its audience. Done twice, the first moment stays. `by` None: the portal itself (an import)."""
        self._lock()
        if self.is_published:
            return
        self.published_at, self.published_by = timezone.now(), by
        self._write("published_at", "published_by")
        record("programme.published", self, by=by)

    @transaction.atomic
    def move(self, starts_at, ends_at, *, by):
        """Give it another time. Done twice, once. Raises EventCancelled."""
        self._lock()
        was = self._place_and_time()
        if (starts_at, ends_at) == (self.starts_at, self.ends_at):
            return
        self.start_version += starts_at != self.starts_at
        self.starts_at, self.ends_at = starts_at, ends_at
        self.sequence += 1
        self._write("starts_at", "ends_at", "start_version", "sequence")
        record("programme.moved", self, by=by, was=was, starts_at=starts_at.isoformat(), ends_at=ends_at.isoformat())
        event_moved.send(sender=Event, event=self, by=by, was=was)

    @transaction.atomic
    def cancel(self, *, by, reason):
        """It will not happen; `reason` is a sentence for everyone who wanted to come. Done twice, the first stays."""
        try:
            self._lock()
        except EventCancelled:
            return
        self.cancelled_at, self.cancelled_by, self.cancelled_reason = timezone.now(), by, reason
        self.sequence += 1
        self._write("cancelled_at", "cancelled_by", "cancelled_reason", "sequence")
        record("programme.cancelled", self, by=by, reason=reason)
        event_cancelled.send(sender=Event, event=self, by=by)

    @transaction.atomic
    def change_capacity(self, capacity, *, by):
        """Offer `capacity` places (None: no limit). Who has a place keeps it, also when there are fewer now."""
        self._lock()
        if capacity == self.capacity:
            return
        was, self.capacity = self.capacity, capacity
        self._write("capacity")
        record("programme.capacity_changed", self, by=by, was=was, capacity=capacity)
        if was is not None and (capacity is None or capacity > was):
            capacity_raised.send(sender=Event, event=self, by=by)

    def _lock(self):
        """Read this row anew and hold it until the transaction ends; what registers waits for the same lock."""
        self.refresh_from_db(from_queryset=Event.objects.select_for_update())
        if self.is_cancelled:
            raise EventCancelled(_("This event was cancelled."))

    def _write(self, *fields):
        self.changed_at = timezone.now()
        self.save(update_fields=[*fields, "changed_at"])

    def _place_and_time(self):
        """What is said of an event that moved: where and when it was, as JSON."""
        return {
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "where": str(self.where),
            "venue": self.venue,
        }
