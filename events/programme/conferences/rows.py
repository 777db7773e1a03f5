"""What one row of the list says: checked, with its city looked up; or the reason why it cannot be taken."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from events.programme.cities import City, country_code, find_city, is_in_canada, zone_of_most
from events.programme.models.events import LANGUAGES
from forums.discussions.markdown import shorten

LONGEST_DAYS = 92
# The topics of the list, as subjects of ours (by slug).
SUBJECTS = {
    "ux": "digital-experience",
    "product": "design-and-innovation",
    "leadership": "leadership-and-sponsors",
    "accessibility": "accessibility-and-inclusion",
}


class Refused(Exception):
    """This row cannot become an event; the text says why."""


@dataclass
class Conference:
    """One row, understood."""

    key: str
    title: str
    url: str
    first_day: date
    last_day: date
    kind: str
    city: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    time_zone: str = "UTC"
    language: str = "en"
    access: str = ""
    description: str = ""
    subjects: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def said(self):
        """The same as JSON, to tell at the next run what is news."""
        kept = {name: value for name, value in asdict(self).items() if name not in ("key", "notes")}
        return kept | {
            "first_day": self.first_day.isoformat(),
            "last_day": self.last_day.isoformat(),
            "subjects": list(self.subjects),
        }


def understand(row):
    """The Conference that `row` (a dictionary) tells of. Raises Refused."""
    if not isinstance(row, dict):
        raise Refused("it is not a row of names and values")
    if any("\x00" in value for value in row.values() if isinstance(value, str)):
        raise Refused("it holds a character that no text may hold (NUL)")
    notes = []
    title = _title(row, notes)
    url = _url(row)
    first, last = _days(row, notes)
    kind = _kind(row)
    place = _place(row, notes) if kind != "online" else {}
    return Conference(
        key=_key(url, first),
        title=title,
        url=url,
        first_day=first,
        last_day=last,
        kind=kind,
        language=_language(row, notes),
        access="Sign language or captions are offered." if row.get("offersSignLanguageOrCC") is True else "",
        description=_description(row),
        subjects=tuple(slug for slug in [SUBJECTS.get(_text(row, "topic").lower())] if slug),
        notes=notes,
        **place,
    )


def _text(row, name):
    value = row.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _title(row, notes):
    title = _text(row, "name")
    if not title:
        raise Refused("it has no name")
    if len(title) > 200:
        notes.append("the name was cut to 200 characters")
    return shorten(title, 200)


def _url(row):
    url = _text(row, "url")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Refused(f"its address cannot be read: {url[:80]}") from error
    if not url:
        raise Refused("it has no address (url)")
    if parts.scheme not in ("http", "https") or "." not in (parts.hostname or "") or " " in url or len(url) > 500:
        raise Refused(f"its address is none that can be linked to: {url[:80]}")
    return url


def _days(row, notes):
    first = _day(row, "startDate")
    if not _text(row, "endDate"):
        notes.append("no end was given: it ends on the day it starts")
        return first, first
    last = _day(row, "endDate")
    if last < first:
        raise Refused(f"it ends ({last}) before it starts ({first})")
    if last - first > timedelta(days=LONGEST_DAYS):
        raise Refused(f"it would last from {first} to {last}, more than {LONGEST_DAYS} days")
    return first, last


def _day(row, name):
    text = _text(row, name)
    if not text:
        raise Refused(f"it has no {name}")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"its {name} is no date: {text[:40]}") from error


def _kind(row):
    is_online, has_city = row.get("online") is True, bool(_text(row, "city"))
    if not (is_online or has_city):
        raise Refused("it is neither online nor in a city")
    return "hybrid" if is_online and has_city else "online" if is_online else "in_person"


def _place(row, notes):
    """The fields of where it is. An unknown city keeps its name, and the time of most people of its country."""
    name, said = _text(row, "city")[:80], _text(row, "country")
    country = country_code(said)
    if said and not country:
        notes.append(f"no country is called {said}")
    city = find_city(name, country)
    if city is None and country == "US" and is_in_canada(name) and find_city(name, "CA"):
        notes.append(f"the list says {said}; {name} is in Canada")
        city = find_city(name, "CA")
    if city is not None:
        return _at(city, name)
    zone = zone_of_most(country, name)
    if not zone:
        raise Refused(f"nobody knows which time they keep in {name}, {said or 'no country given'}")
    notes.append(f"no city is known as {name}: without a dot on the map, by the clock of {zone}")
    return {"city": name, "country": country, "time_zone": zone}


def _at(city: City, name):
    return {
        "city": name.partition(",")[0].strip(),
        "country": city.country,
        "latitude": city.latitude,
        "longitude": city.longitude,
        "time_zone": city.time_zone,
    }


def _language(row, notes):
    """The first of its languages that is one of ours; English where nothing is said."""
    said = [part.strip().lower() for part in _text(row, "locales").split(",") if part.strip()]
    known = dict(LANGUAGES)
    for code in said:
        if code in known:
            return code
    if said:
        notes.append(f"no language is known as {', '.join(said)}: English was assumed")
    return "en"


def _description(row):
    """What else the list tells, as Markdown: where to offer a talk, and the rules of the house."""
    lines = []
    if (url := _text(row, "cfpUrl")).startswith(("http://", "https://")):
        until = _last_call(row)
        lines.append(f"Speakers can [offer a talk](<{_safe(url)}>){until}.")
    if (url := _text(row, "cocUrl")).startswith(("http://", "https://")):
        lines.append(f"The organiser has a [code of conduct](<{_safe(url)}>).")
    return "\n\n".join(lines)


def _last_call(row):
    try:
        day = date.fromisoformat(_text(row, "cfpEndDate"))
    except ValueError:
        return ""
    return f" until {day.day} {day:%B %Y}"


def _safe(url):
    return url.replace("<", "%3C").replace(">", "%3E")


def _key(url, first):
    """What names a conference for good: its address without what changes by fashion, and its first day."""
    bare = url.partition("://")[2].removeprefix("www.").rstrip("/").lower()
    return f"{bare[:230]} {first}"
