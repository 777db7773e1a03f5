"""How many places a list of events has left, in one query: for lists, CX Day, search and home."""

from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.programme.notes import Note

from .models import Registration


@dataclass(frozen=True)
class Places:
    """The places of one event, counted."""

    capacity: int | None  # None: no limit
    taken: int = 0
    waiting: int = 0

    @property
    def left(self):
        """None where there is no limit; never below 0, also where staff took places away."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def is_full(self):
        return self.left == 0

    @property
    def sentence(self):
        """ "12 of 40 places left", "Full, 4 are waiting", "9 people come"."""
        if self.capacity is None:
            return ngettext("%d person comes", "%d people come", self.taken) % self.taken if self.taken else ""
        if self.left:
            said = ngettext("%(left)d of %(all)d places left", "%(left)d of %(all)d places left", self.left)
            return said % {"left": self.left, "all": self.capacity}
        if self.waiting:
            return ngettext("Full, %d is waiting", "Full, %d are waiting", self.waiting) % self.waiting
        return _("Full")


def places_of(events):
    """{event's id: Places} of `events` (loaded ones, with their capacity); one query, none for none."""
    events = list(events)
    return _places(events, _counted(events)) if events else {}


def mine_among(person, events):
    """{event's id: Registration} of `person` for `events`; one query, none for a stranger."""
    if not person.is_authenticated:
        return {}
    found = Registration.objects.of(person).active().filter(event__in=[event.pk for event in events])
    return {registration.event_id: registration for registration in found}


def with_counts(events):
    """`events` (a queryset) with taken_count, waiting_count and came_count on each, in the query it is."""
    return events.annotate(
        taken_count=_count(Registration.objects.confirmed()),
        waiting_count=_count(Registration.objects.waiting()),
        came_count=_count(Registration.objects.attended()),
    )


def _count(registrations):
    of_event = registrations.filter(event=OuterRef("pk")).order_by().values("event")
    return Coalesce(Subquery(of_event.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


# --- Notes in the rows of the programme


def note_places(person, events):
    """{event's id: [Note]}: whether `person` goes, and how many places are left where they are counted here."""
    is_mine = Q(person=person.pk)
    counted = _counted(
        events,
        goes=Count("pk", filter=is_mine & Q(state=Registration.CONFIRMED)),
        waits=Count("pk", filter=is_mine & Q(state=Registration.WAITING)),
    )
    places = _places(events, counted)
    return {event.pk: [*_mine(counted.get(event.pk)), *_left(event, places[event.pk])] for event in events}


def _mine(counts):
    if counts and (counts["goes"] or counts["waits"]):
        yield Note(_("You have a place") if counts["goes"] else _("You are on the waitlist"), "accent")


def _left(event, places):
    if event.registers_here and not event.is_cancelled:
        yield Note(places.sentence, "plain")


def _counted(events, **more):
    """{event's id: {taken, all, and each of `more`}} of those somebody has registered for, in one query."""
    rows = Registration.objects.active().filter(event__in=[event.pk for event in events]).order_by().values("event")
    rows = rows.annotate(taken=Count("pk", filter=Q(state=Registration.CONFIRMED)), all=Count("pk"), **more)
    return {row["event"]: row for row in rows}


def _places(events, counted):
    nobody = {"taken": 0, "all": 0}
    rows = {event: counted.get(event.pk, nobody) for event in events}
    return {
        event.pk: Places(event.capacity, taken=row["taken"], waiting=row["all"] - row["taken"])
        for event, row in rows.items()
    }
