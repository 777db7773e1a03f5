"""The page of an event as one person finds it: where they stand, and the one thing they can do next."""

from django.utils import timezone
from django.utils.functional import cached_property

from members.accounts.audience import Audience

from . import hours
from .models import Registration
from .opening import may_run, refusal
from .parts import part_of
from .places import Places, places_of


class EventPage:
    """What the template shows of `event` to `person`: two queries for an event that came `with_counts`."""

    def __init__(self, event, person):
        self.event, self.person, self.now = event, person, timezone.now()
        self.mine = None
        if person.is_authenticated:
            # The latest word counts: who gave a place up and asked again waits again.
            self.mine = Registration.objects.of(person).filter(event=event).with_position().order_by("-id").first()
        if self.mine:
            self.mine.event = event

    @property
    def state(self):
        """One word for where `person` stands; the template has a branch for each."""
        event = self.event
        if not event.is_published:
            return "draft"
        if event.is_cancelled:
            return "cancelled"
        if event.is_past:
            return "was-there" if self.mine and self.mine.was_there else "over"
        if self.mine and self.mine.state != Registration.CANCELLED:
            return "place" if self.mine.is_confirmed else "waiting"
        return self._without_a_place()

    def _without_a_place(self):
        if not self.event.registers_here:
            return "elsewhere"
        if not self.person.is_authenticated:
            return "stranger"
        if self.refusal:
            return "refused"
        return "full" if self.places.is_full else "open"

    @cached_property
    def refusal(self):
        """Why this person cannot take a place, in a sentence."""
        return refusal(self.event, self.person, self.now)

    @property
    def wants_membership(self):
        """Whether joining CXPA would open it to them."""
        return self.event.open_to == Audience.MEMBERS and not self.person.is_member

    @cached_property
    def places(self):
        if hasattr(self.event, "taken_count"):
            return Places(self.event.capacity, self.event.taken_count, self.event.waiting_count)
        return places_of([self.event])[self.event.pk]

    @property
    def position(self):
        """My number in the line."""
        return self.mine.position_then if self.mine and self.mine.is_waiting else None

    @property
    def came(self):
        """How many were there."""
        return getattr(self.event, "came_count", 0)

    @property
    def counts_places(self):
        """Whether places are ours to count."""
        return self.event.registers_here and not self.event.is_cancelled

    @cached_property
    def is_host_or_staff(self):
        return may_run(self.event, self.person)

    @property
    def may_join(self):
        """Whether this person may go in: with a place, or because they run it."""
        has_place = self.mine is not None and self.mine.is_confirmed
        return bool(self.event.online_url) and (has_place or self.is_host_or_staff)

    @property
    def can_join_now(self):
        if self.is_host_or_staff:
            return self.may_join and not self.event.is_cancelled and not self.event.is_past
        return self.may_join and hours.can_be_joined(self.event, self.now)

    @property
    def door_is_open(self):
        return hours.door_is_open(self.event, self.now)

    @property
    def places_in_words(self):
        return self.places.sentence if self.counts_places and not self.event.is_past else ""

    @cached_property
    def part(self):
        """What the event is a part of, for the line over its title."""
        return part_of(self.event)
