"""What came of a CX Day: each number with how it was counted."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from events.registration.models import Registration

from .models import Room


@dataclass(frozen=True)
class Figure:
    """One number, that of the year before beside it (None where there was none), and how both were counted."""

    label: str
    number: int
    before: int | None
    counted: str


def ledger(campaign, before=None, *, now):
    """The Figures of `campaign` beside those of the campaign `before`; two queries."""
    campaigns = [each for each in (campaign, before) if each]
    rooms = _rooms(campaigns, now)
    people = _people(campaigns)

    def figure(label, source, name, counted):
        last = source.get(before.pk, {}).get(name, 0) if before else None
        return Figure(label, source.get(campaign.pk, {}).get(name, 0), last, counted)

    return [
        figure(
            _("rooms and sessions held"),
            rooms,
            "rooms",
            _("Events of this CX Day that were published, not cancelled, and are over."),
        ),
        figure(_("countries"), rooms, "countries", _("Countries in which at least one room was held.")),
        figure(
            _("people who came"),
            people,
            "people",
            _("Different people whom a host checked in, or who joined online. Who came to three counts once."),
        ),
        figure(
            _("of them online"), people, "online", _("Different people who pressed “Join” at least once while it ran.")
        ),
        figure(
            _("visits"),
            people,
            "visits",
            _("The same without that: who came to three counts three times. To be compared with other years."),
        ),
    ]


def _rooms(campaigns, now):
    held = Room.objects.shown().filter(campaign__in=campaigns, event__ends_at__lte=now).order_by()
    rows = held.values("campaign").annotate(
        rooms=Count("pk"), countries=Count("event__country", distinct=True, filter=~Q(event__country=""))
    )
    return {row["campaign"]: row for row in rows}


def _people(campaigns):
    came = Registration.objects.attended().filter(event__room__campaign__in=campaigns).order_by()
    rows = came.values("event__room__campaign").annotate(
        people=Count("person", distinct=True),
        online=Count("person", distinct=True, filter=Q(attended_how=Registration.JOINED)),
        visits=Count("pk"),
    )
    return {row["event__room__campaign"]: row for row in rows}
