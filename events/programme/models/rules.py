"""What the database holds to be true of every event, whoever writes the row."""

from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.utils.translation import gettext_lazy as _

from members.accounts.audience import names_its_group


class ZoneIsKnown(Func):
    """Asks PostgreSQL for the time there: it refuses a row whose zone it never heard of."""

    template = "(timestamptz '2000-01-01 00:00:00+00' AT TIME ZONE %(expressions)s) IS NOT NULL"
    output_field = BooleanField()


RULES = [
    models.CheckConstraint(
        condition=Q(ends_at__gt=F("starts_at")),
        name="event_ends_after_it_starts",
        violation_error_message=_("It has to end after it starts."),
    ),
    models.CheckConstraint(condition=ZoneIsKnown("time_zone"), name="event_zone_known"),
    models.CheckConstraint(condition=Q(kind__in=["in_person", "online", "hybrid"]), name="event_kind_known"),
    models.CheckConstraint(
        condition=Q(kind="online") | ~Q(city=""),
        name="event_in_a_room_has_a_city",
        violation_error_message=_("Say in which city people meet."),
    ),
    models.CheckConstraint(
        condition=Q(capacity=None) | Q(capacity__gt=0),
        name="event_places_are_some",
        violation_error_message=_("At least one place; leave it empty for no limit."),
    ),
    models.CheckConstraint(
        condition=Q(external_url="") | Q(capacity=None),
        name="event_places_counted_here_alone",
        violation_error_message=_("Places are counted only where people register here."),
    ),
    names_its_group("event_names_its_group", _("Name a group exactly when only a group may see it.")),
    models.CheckConstraint(
        condition=Q(audience__in=["everyone", "accounts", "members", "network", "group"]), name="event_audience_known"
    ),
    models.CheckConstraint(condition=Q(open_to__in=["accounts", "members"]), name="event_open_to_known"),
    models.CheckConstraint(
        condition=Q(published_by=None) | Q(published_at__isnull=False), name="event_published_by_somebody_at_some_time"
    ),
    models.CheckConstraint(
        condition=Q(cancelled_at=None, cancelled_by=None, cancelled_reason="")
        | (Q(cancelled_at__isnull=False) & ~Q(cancelled_reason="")),
        name="event_cancelled_with_its_reason",
    ),
    models.CheckConstraint(
        condition=Q(latitude=None, longitude=None)
        | Q(latitude__range=(-90, 90), longitude__range=(-180, 180), latitude__isnull=False, longitude__isnull=False),
        name="event_on_the_globe",
        violation_error_message=_("Give both coordinates, or neither."),
    ),
    models.CheckConstraint(condition=Q(start_version__gte=1), name="event_start_versions_from_1"),
]
