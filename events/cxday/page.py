"""The page of a CX Day: what is on now, what comes, what was; for this reader, at this moment."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from events.programme.models import Event
from events.registration.models import Registration
from events.registration.places import Places, mine_among, places_of
from forums.discussions import markdown
from members.subjects.contexts import Region, region_of

from .ledger import ledger
from .models import Campaign, Room
from .world import LIVE, NEXT, OVER, World

ONLINE = "online"
AWAKE = range(7, 22)  # hours in which an online session is offered to somebody
SUGGESTED = 3


@dataclass
class Row:
    """One room in the lists and the drawing."""

    event: Event
    state: str  # live, next or over
    when: str  # as clocks there show it, "15:00–17:00 in Zurich"; without the date where it is that of the day itself
    places: Places
    mine: Registration | None

    @property
    def where(self):
        return ONLINE if self.event.is_online else region_of(self.event.country)


class CampaignPage:
    """`where` and `language` are what the reader filtered by; what is not in them filters nothing."""

    def __init__(self, campaign, person, *, where="", language="", now=None):
        self.campaign, self.person = campaign, person
        self.now = now or timezone.now()
        self.where = where if where in {*Region.values, ONLINE} else ""
        self.language = language if language in dict(self.languages) else ""

    @cached_property
    def rows(self):
        """All rooms, the first first; three queries at any number of rooms."""
        rooms = Room.objects.filter(campaign=self.campaign).visible_to(self.person).shown().for_listing()
        events = [room.event for room in rooms]
        places, mine = places_of(events), mine_among(self.person, events)
        return [self._row(event, places[event.pk], mine.get(event.pk)) for event in events]

    def _row(self, event, places, mine):
        state = OVER if event.ends_at <= self.now else LIVE if event.starts_at <= self.now else NEXT
        when = event.when_in(event.zone)
        if not event.is_all_day and event.first_day == event.last_day == self.campaign.date:
            when = when.rpartition(", ")[2]
        if not event.is_all_day:
            words = _("%(when)s, %(place)s") if event.time_zone == "UTC" else _("%(when)s in %(place)s")
            when = words % {"when": when, "place": event.zone_place}
        return Row(event, state, when, places, mine)

    @cached_property
    def world(self):
        return World(self.rows, self.now, with_night=not self.is_over)

    @cached_property
    def counts(self):
        """How many rooms are on now, still to come, and over."""
        return {state: sum(row.state == state for row in self.rows) for state in (LIVE, NEXT, OVER)}

    @property
    def live_cities(self):
        """Where it is on now, in words: the drawing said to who does not see it."""
        return ", ".join(dict.fromkeys(row.event.city or _("online") for row in self.rows if row.state == LIVE))

    # --- The lists

    @cached_property
    def filtered(self):
        return [row for row in self.rows if self.where in ("", row.where) and self.language in ("", row.event.language)]

    @property
    def live(self):
        return [row for row in self.filtered if row.state == LIVE]

    @property
    def to_come(self):
        return [row for row in self.filtered if row.state == NEXT]

    @property
    def over(self):
        return [row for row in self.filtered if row.state == OVER]

    @property
    def for_you(self):
        """What comes next for this reader: in their country, else in their part of the world; then online, by day."""
        if self.where or self.language:
            return []
        to_come = [row for row in self.rows if row.state == NEXT and row.mine is None]
        country = str(getattr(self.person, "country", "") or "")
        near = [row for row in to_come if country and str(row.event.country) == country and not row.event.is_online]
        near = near or [row for row in to_come if country and row.where == region_of(country)]
        by_day = [row for row in to_come if row.event.has_online_part and self._awake_at(row.event.starts_at)]
        chosen = near[:2] + [row for row in by_day if row not in near[:2]]
        # A list of three out of four helps nobody.
        return chosen[:SUGGESTED] if len(to_come) > SUGGESTED * 2 else []

    def _awake_at(self, moment):
        return timezone.localtime(moment).hour in AWAKE

    # --- Filters

    @property
    def regions(self):
        """Links for where: everywhere, online, and the parts of the world that have a room; the reader's own first."""
        there = {row.where for row in self.rows}
        own = region_of(getattr(self.person, "country", ""))
        names = sorted(there & {*Region.values}, key=lambda name: (name != own, Region(name).label))
        links = [("", _("Everywhere"))]
        links += [
            (name, _("Near you: %(region)s") % {"region": Region(name).label} if name == own else Region(name).label)
            for name in names
        ]
        links += [(ONLINE, _("Online"))] if ONLINE in there else []
        return [self._link(label, self.where == name, where=name) for name, label in links] if len(links) > 2 else []

    @cached_property
    def languages(self):
        """The languages spoken in the rooms, as (code, name)."""
        spoken = {row.event.language: row.event.get_language_display() for row in self.rows}
        return sorted(spoken.items(), key=lambda each: str(each[1]))

    @property
    def language_links(self):
        if len(self.languages) < 2:
            return []
        every = [("", _("Every language")), *self.languages]
        return [self._link(label, self.language == code, language=code) for code, label in every]

    def _link(self, label, is_current, **change):
        query = {"where": self.where, "language": self.language} | change
        text = urlencode({name: value for name, value in query.items() if value})
        return {"label": label, "url": f"?{text}#rooms" if text else f"{self.url}#rooms", "is_current": is_current}

    @property
    def url(self):
        return reverse("cxday:campaign", args=[self.campaign.year])

    # --- The day

    @property
    def is_on(self):
        return self.campaign.is_on(self.now)

    @property
    def is_over(self):
        return self.campaign.is_over(self.now)

    @property
    def days_to_go(self):
        """Whole days until the date, where the reader is."""
        return (self.campaign.date - timezone.localdate(self.now)).days

    @property
    def takes_rooms(self):
        return self.campaign.takes_rooms(self.now)

    @cached_property
    def others(self):
        """The other CX Days there were and will be, the last first."""
        return list(Campaign.objects.visible_to(self.person).exclude(pk=self.campaign.pk).order_by("-year"))

    @cached_property
    def ledger(self):
        """What came of it, once it is over everywhere; the year before stands beside it."""
        if not self.is_over:
            return []
        return ledger(self.campaign, self.year_before, now=self.now)

    @property
    def year_before(self):
        return next((each for each in self.others if each.year < self.campaign.year), None)

    @cached_property
    def story(self):
        return markdown.render(self.campaign.story) if self.campaign.story and self.is_over else ""
