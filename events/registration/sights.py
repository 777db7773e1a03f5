"""Whether a letter that can wait about an event may still leave: its reader has a place, and the event takes place."""

from members.mail import sights

from . import digest
from .letters import THING
from .models import Registration


def may_see(pairs):
    """Of (Person, Thing), those with a place at that event; one query."""
    people, events = {person.pk for person, _thing in pairs}, {thing.pk for _person, thing in pairs}
    places = Registration.objects.confirmed().filter(person__in=people, event__in=events)
    places = places.filter(event__cancelled_at=None)
    have = set(places.values_list("person_id", "event_id"))
    return {(person.pk, thing) for person, thing in pairs if (person.pk, thing.pk) in have}


def register():
    sights.register(THING, None, may_see=may_see)
    sights.register(digest.THING, None, may_see=digest.may_see)
