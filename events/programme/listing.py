"""Lists of events: filtered by links, one page by keyset, grouped by the day on the reader's calendar."""

from datetime import datetime
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_countries import countries

from members.subjects.models import Subject

from .models import Event
from .models.events import LANGUAGES
from .notes import notes_for, with_joins
from .times import day_in_words

ROWS = 40


class Row:
    """An event in a list."""

    def __init__(self, event, notes):
        self.event, self.notes = event, notes

    @property
    def is_from_elsewhere(self):
        return not self.event.registers_here


class Group:
    """The rows under one heading."""

    def __init__(self, heading, near="", is_now=False):
        self.heading, self.near, self.is_now, self.rows = heading, near, is_now, []


class Filters:
    """What a reader asked to see, from the query string; anything that is not a known answer is left aside."""

    def __init__(self, person, get, path):
        self.person, self.path = person, path
        self.where = get.get("where") if get.get("where") in ("online", "in-person") else ""
        self.country = get.get("country", "") if get.get("country", "") in countries.countries else ""
        self.language = get.get("language", "") if get.get("language", "") in dict(LANGUAGES) else ""
        self.wanted_subject = get.get("subject", "")[:80]

    @cached_property
    def competencies(self):
        return list(Subject.objects.competencies())

    @cached_property
    def subject(self):
        """The Subject asked for: a competency or one under it."""
        if not self.wanted_subject:
            return None
        known = {subject.slug: subject for subject in self.competencies}
        return known.get(self.wanted_subject) or Subject.objects.filter(slug=self.wanted_subject).first()

    @property
    def chosen(self):
        """What is asked for, as it stands in addresses."""
        subject = self.subject.slug if self.subject else ""
        parts = {"where": self.where, "country": self.country, "subject": subject, "language": self.language}
        return {name: value for name, value in parts.items() if value}

    @property
    def about(self):
        """What besides the place is asked for, in words."""
        language = dict(LANGUAGES).get(self.language)
        return [str(each) for each in (self.subject, language) if each]

    def narrow(self, events):
        if self.where == "online":
            events = events.with_an_online_part()
        if self.where == "in-person":
            events = events.with_a_room()
        if self.country:
            events = events.with_a_room().filter(country=self.country)
        if self.language:
            events = events.filter(language=self.language)
        return events.about(self.subject) if self.subject else events

    def url(self, **changes):
        """The address with other answers; None takes one out."""
        query = {name: value for name, value in (self.chosen | changes).items() if value}
        return self.path + ("?" + urlencode(query) if query else "")

    @property
    def places(self):
        """Where: the first row of links."""
        links = [
            self._link(_("Everywhere"), not self.where and not self.country, where=None, country=None),
            self._link(_("Online"), self.where == "online", where="online", country=None),
            self._link(_("In person"), self.where == "in-person", where="in-person", country=None),
        ]
        own = str(self.person.country.code or "") if self.person.is_authenticated else ""
        for code in dict.fromkeys(code for code in (own, self.country) if code):
            label = _("In %(country)s") % {"country": countries.name(code)}
            links.append(self._link(label, self.country == code, country=code, where=None))
        return links

    @property
    def subjects(self):
        """About what: the competencies, and the subject asked for where it is one under them."""
        shown = [*self.competencies]
        if self.subject and self.subject not in shown:
            shown.append(self.subject)
        links = [self._link(subject.name, subject == self.subject, subject=subject.slug) for subject in shown]
        return [self._link(_("Any subject"), not self.subject, subject=None), *links]

    def languages(self, codes):
        """In which language: those of `codes` and the one asked for; nothing where there is no choice."""
        shown = [(code, name) for code, name in LANGUAGES if code in {*codes, self.language}]
        if len(shown) < 2:
            return []
        links = [self._link(name, code == self.language, language=code) for code, name in shown]
        return [self._link(_("Any language"), not self.language, language=None), *links]

    def _link(self, label, is_current, **changes):
        return {"label": label, "url": self.url(**changes), "is_current": is_current}


class Programme:
    """One page of what comes, for the person of `request`: two queries at any length, and those of the notes."""

    def __init__(self, request):
        self.now = timezone.now()
        self.filters = Filters(request.user, request.GET, reverse("events:programme"))
        self.person = request.user
        self.cursor = read_cursor(request.GET.get("after", ""))
        everything = Event.objects.visible_to(self.person).published().upcoming(self.now)
        self._languages = everything.order_by().values("language").distinct()
        events = with_joins(self.filters.narrow(everything).for_listing()).in_programme_order()
        # Does not depend on the event, so that the database asks it once.
        events = events.annotate(all_languages=ArraySubquery(self._languages))
        if self.cursor:
            events = events.after(*self.cursor)
        self.events = list(events[: ROWS + 1])
        self.has_more = len(self.events) > ROWS
        del self.events[ROWS:]

    @cached_property
    def languages(self):
        """Those of everything that comes, whatever the reader has narrowed it to."""
        there = self.events[0].all_languages if self.events else [row["language"] for row in self._languages]
        return self.filters.languages(there)

    @property
    def next_url(self):
        return self.filters.url(after=write_cursor(self.events[-1])) if self.has_more else ""

    @property
    def groups(self):
        """What is on now, then day by day."""
        today = timezone.localdate()
        notes = notes_for(self.person, self.events)
        running, days = Group(_("On now"), is_now=True), {}
        for event in self.events:
            row = Row(event, notes[event.pk])
            if event.starts_at <= self.now:
                running.rows.append(row)
                continue
            day = event.first_day if event.is_all_day else timezone.localdate(event.starts_at)
            group = days.setdefault(day, Group(day_in_words(day), _near(day, today)))
            group.rows.append(row)
        return ([running] if running.rows else []) + [days[day] for day in sorted(days)]


class Past:
    """One page of what was, the latest first, by month."""

    def __init__(self, request):
        self.filters = Filters(request.user, request.GET, reverse("events:past"))
        self.person = request.user
        self.cursor = read_cursor(request.GET.get("before", ""))
        events = Event.objects.visible_to(self.person).published().going_ahead().past()
        events = self.filters.narrow(events).for_listing().latest_first()
        if self.cursor:
            events = events.before(*self.cursor)
        self.events = list(events[: ROWS + 1])
        self.has_more = len(self.events) > ROWS
        del self.events[ROWS:]

    @property
    def next_url(self):
        return self.filters.url(before=write_cursor(self.events[-1])) if self.has_more else ""

    @property
    def groups(self):
        months = {}
        for event in self.events:
            day = event.first_day
            heading = written(day, pgettext("month and year", "F Y"))
            months.setdefault((day.year, day.month), Group(heading)).rows.append(Row(event, []))
        return list(months.values())


def write_cursor(event):
    return f"{event.starts_at.timestamp():.6f}-{event.pk}"


def read_cursor(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _dash, pk = text.rpartition("-")
    try:
        return datetime.fromtimestamp(float(moment), tz=timezone.get_fixed_timezone(0)), min(int(pk), 2**62)
    except (ValueError, OverflowError, OSError):
        return None


def _near(day, today):
    """ "today" or "tomorrow" beside a day; nothing farther off."""
    return {0: _("today"), 1: _("tomorrow")}.get((day - today).days, "")
