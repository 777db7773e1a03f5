"""Networks in the order in which they are near to one person, each with how far away it is, in words."""

from django.core.cache import cache
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .cities import coordinates_of, folded, kilometres, middle_of
from .models import Network

NEAR = 300  # km: an evening's way, once in a while
ROUND_THE_CORNER = 150  # km: an evening's way at any time
THERE = 15  # km: the same town, however its name is written
FAR_AWAY = 10**6
KEPT = 60 * 60 * 24 * 30  # seconds: cities do not move


class Row:
    """A network in the list of one person."""

    def __init__(self, network, *, is_mine, km=None, is_in_my_city=False):
        self.network, self.is_mine, self.km = network, is_mine, km
        self.is_in_my_city = is_in_my_city or (km is not None and km < THERE)

    @property
    def away(self):
        """How far from the person, in words; empty where that is not known."""
        if self.is_in_my_city:
            return _("where you live")
        if self.km is None:
            return ""
        rounded = round(self.km / 10) * 10 if self.km < 100 else round(self.km / 50) * 50
        return _("about %(km)s km from you") % {"km": number_format(max(rounded, 10), force_grouping=True)}


class Nearness:
    """What /networks/ shows to `person`: three queries signed in, two for a stranger."""

    def __init__(self, person):
        self.person = person

    @cached_property
    def rows(self):
        """A Row for each network the person may see, the nearest first; by country where it is not known."""
        person = self.person
        mine = set(Network.objects.of(person).values_list("pk", flat=True)) if person.is_authenticated else set()
        rows = []
        for network in self._networks:
            away = kilometres(self.here, network.coordinates) if self.here and network.coordinates else None
            is_in_my_city = self._is_home(network)
            rows.append(Row(network, is_mine=network.pk in mine, km=away, is_in_my_city=is_in_my_city))
        return sorted(rows, key=self._order)

    @property
    def mine(self):
        return [row for row in self.rows if row.is_mine]

    @property
    def others(self):
        """All but those of the person, and the one that fits best."""
        return [row for row in self.rows if not row.is_mine and row is not self.best]

    @cached_property
    def best(self):
        """The one network to join: the nearest, where there is one near by or in their country."""
        row = next((row for row in self.rows if not row.is_mine), None)
        if row is None or not self.knows_where or any(self._is_near(mine) for mine in self.mine):
            return None
        return row if self._is_near(row) or row.network.country.code == self._country else None

    @property
    def knows_where(self):
        """Whether the order follows from where the person lives."""
        return self.person.is_authenticated and bool(self.here or self._country)

    @cached_property
    def here(self):
        """(latitude, longitude) of the person's city; None where it is not known."""
        if not (self.person.is_authenticated and self.person.city):
            return None
        for network in self._networks:
            if network.coordinates and self._is_home(network):
                return network.coordinates
        # The table of all cities is large: each city is looked up in it once a month, not once a visit.
        key = f"networks:city:{self._country}:{folded(self.person.city)[:80].encode().hex()}"
        return cache.get_or_set(key, lambda: coordinates_of(self.person.city, self._country) or (), KEPT) or None

    @cached_property
    def _networks(self):
        return list(Network.objects.visible_to(self.person).for_listing())

    @property
    def _country(self):
        return self.person.country.code if self.person.is_authenticated and self.person.country else ""

    def _is_home(self, network):
        """Whether the person's profile names the network's city; without a country, its name is enough."""
        person = self.person
        if not (person.is_authenticated and person.city) or folded(person.city) != folded(network.city):
            return False
        return self._country in ("", network.country.code)

    def _is_near(self, row):
        return row.is_in_my_city or (row.km is not None and row.km <= NEAR)

    def _order(self, row):
        network = row.network
        country = folded(network.country.name)
        abroad = bool(self._country) and network.country.code != self._country
        if row.is_in_my_city:
            return (0, 0, country, network.name)
        if self.here:
            return (1, FAR_AWAY if row.km is None else row.km, country, network.name)
        return (2 + abroad, self._from_country(network) if abroad else 0, country, network.name)

    def _from_country(self, network):
        """Roughly how far a country is, for who says nothing but theirs."""
        return kilometres(self._middle, network.coordinates) if self._middle and network.coordinates else FAR_AWAY

    @cached_property
    def _middle(self):
        return cache.get_or_set(f"networks:country:{self._country}", lambda: middle_of(self._country) or (), KEPT)


def why_near(person, place):
    """Why `place` (a network, an event: its `city`, `country` and `coordinates`) is near `person`, in a sentence; ""
    where it is not, or where they do not say where they live."""
    same_country = bool(person.country) and person.country == place.country
    if person.city:
        is_city = folded(person.city) == folded(place.city) and (same_country or not person.country)
        here = None if is_city else coordinates_of(person.city, person.country.code or "")
        if is_city or (here and place.coordinates and kilometres(here, place.coordinates) <= ROUND_THE_CORNER):
            return _("Near %(city)s.") % {"city": person.city}
    return _("In %(country)s.") % {"country": person.country.name} if same_country else ""
