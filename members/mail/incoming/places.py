"""Where a person may begin something by mail, each place with their own address of it."""

from dataclasses import replace

from .addresses import addresses_of
from .things import all_things


def places_of(person):
    """The Places with their addresses, in the order the rooms give them; empty while the portal takes no mail."""
    found = []
    for thing in all_things():
        places = thing.places(person) if thing.places else []
        addresses = addresses_of(person.pk, thing.name, [place.pk for place in places])
        found += [replace(place, address=addresses[place.pk]) for place in places if place.pk in addresses]
    return found
