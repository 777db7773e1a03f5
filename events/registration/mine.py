"""A person's own events: what they go to, wait for and host, and where they have been."""

from django.utils.functional import cached_property

from events.programme.models import Event

from .models import Feed, Registration
from .places import places_of

BEEN = 50  # the last ones; the earlier stand in the export of one's account


class MyEvents:
    """Five queries at any number of events."""

    def __init__(self, person):
        self.person = person

    @cached_property
    def _upcoming(self):
        mine = Registration.objects.of(self.person).active().upcoming()
        return list(mine.for_listing())

    @property
    def coming(self):
        return [each for each in self._upcoming if each.is_confirmed]

    @property
    def waiting(self):
        return [each for each in self._upcoming if each.is_waiting]

    @cached_property
    def been(self):
        over = Registration.objects.of(self.person).confirmed().over().filter(event__cancelled_at=None)
        return list(over.for_listing()[:BEEN])

    @cached_property
    def hosting(self):
        """[(event, its places)]: what this person hosts and is not over, the unpublished ones too."""
        hosted = list(Event.objects.filter(host=self.person).upcoming().in_programme_order())
        places = places_of(hosted)
        return [(event, places[event.pk]) for event in hosted]

    @cached_property
    def feed(self):
        """The Feed, or None where this person never asked for its address."""
        return Feed.objects.filter(person=self.person).first()

    @property
    def is_empty(self):
        return not (self._upcoming or self.been or self.hosting)
