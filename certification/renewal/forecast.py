"""Where the pace of the past leads: when the credits will be complete, or how many there will be at the end."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from members.days import in_words

from .amounts import in_credits, number

# A conference in the first week is no pace: whatever was gathered is taken as that of this many days at least.
SHORTEST_LOOK = 90
MONTH = Fraction(1461, 48)  # days


@dataclass(frozen=True)
class Forecast:
    kind: str  # met, nothing_yet, ahead, in_time, behind, ahead_of_us, over
    sentence: str
    reached_on: date | None = None  # when all credits are, or will be, there
    at_end: int = 0  # minutes that will count on the last day, at this pace


class Pace:
    """Minutes per day, of each kind, since the cycle began."""

    def __init__(self, progress):
        looked_at = max((progress.today - progress.cycle.first).days + 1, SHORTEST_LOOK)
        self.progress = progress
        self.real_time = Fraction(progress.real_time, looked_at)
        self.other = Fraction(progress.other_done, looked_at)

    def real_time_after(self, days):
        return self.progress.real_time + self.real_time * days

    def total_after(self, days):
        other = min(self.progress.other_done + self.other * days, self.progress.other_most)
        return self.real_time_after(days) + other

    def is_met_after(self, days):
        progress = self.progress
        return self.real_time_after(days) >= progress.real_time_needed and self.total_after(days) >= progress.needed

    def days_until_met(self, most):
        """In how many days everything will be there; None when not within `most`."""
        if not self.is_met_after(most):
            return None
        low, high = 0, most
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if self.is_met_after(middle) else (middle + 1, high)
        return low


def forecast_of(progress):
    """The Forecast of a Progress."""
    last, today = progress.cycle.last, progress.today
    if progress.is_met:
        return _met(progress)
    if progress.has_ended:
        sentence = _("This cycle ended on %(last)s with %(done)s.")
        return Forecast("over", sentence % {"last": in_words(last), "done": progress.so_far_in_words})
    if not progress.has_begun:
        sentence = _("Your next cycle begins on %(first)s. Until then you owe it nothing.")
        return Forecast("ahead_of_us", sentence % {"first": in_words(progress.cycle.first)})
    days_left = (last - today).days
    if not progress.total:
        sentence = _("Nothing is counted yet. %(needed)s by %(last)s are %(pace)s.")
        about = {"needed": in_credits(progress.needed), "last": in_words(last)}
        return Forecast("nothing_yet", sentence % {**about, "pace": _pace_needed(progress, days_left)})
    pace = Pace(progress)
    days = pace.days_until_met(days_left)
    if days is None:
        return _behind(progress, pace, days_left)
    return _reached(progress, today + timedelta(days=days))


def _met(progress):
    sentence = _("You have had all %(needed)s since %(day)s.")
    day = _day_met(progress)
    about = {"needed": in_credits(progress.needed), "day": in_words(day)}
    return Forecast("met", sentence % about, reached_on=day, at_end=progress.total)


def _day_met(progress):
    """The day on which the last missing credit came."""
    real_time = other = 0
    for day, category, minutes in progress.entries:
        real_time += minutes if category == "real_time" else 0
        other += minutes if category == "other" else 0
        total = real_time + min(other, progress.other_most)
        if real_time >= progress.real_time_needed and total >= progress.needed:
            return day
    return progress.cycle.first  # rules that ask for nothing


def _reached(progress, day):
    early = int((progress.cycle.last - day).days / MONTH)
    about = {"needed": number(progress.needed), "month": _month(day), "early": apnumber(early)}
    if early:
        words = ngettext(
            "At this pace you reach %(needed)s in %(month)s, %(early)s month early.",
            "At this pace you reach %(needed)s in %(month)s, %(early)s months early.",
            early,
        )
        return Forecast("ahead", words % about, reached_on=day, at_end=progress.needed)
    words = _("At this pace you reach %(needed)s in %(month)s, just in time.")
    return Forecast("in_time", words % about, reached_on=day, at_end=progress.needed)


def _behind(progress, pace, days_left):
    at_end = _whole_quarters(pace.total_after(days_left))
    real_time = _whole_quarters(pace.real_time_after(days_left))
    about = {
        "last": in_words(progress.cycle.last),
        "at_end": number(at_end),
        "needed": number(progress.needed),
        "real_time": number(real_time),
        "real_time_needed": number(progress.real_time_needed),
        "pace": _pace_needed(progress, days_left),
    }
    if at_end >= progress.needed:
        words = _(
            "At this pace you would have %(real_time)s of the %(real_time_needed)s real-time credits on %(last)s. "
            "From here it takes %(pace)s, in real time."
        )
    else:
        words = _("At this pace you would have %(at_end)s of %(needed)s on %(last)s. From here it takes %(pace)s.")
    return Forecast("behind", words % about, at_end=at_end)


def _pace_needed(progress, days_left):
    """What still has to be gathered, spread over the days that are left, in words."""
    credits_missing = Fraction(progress.missing, 60)
    months = Fraction(max(days_left, 1)) / MONTH
    if months < 1:
        return in_credits(progress.missing)
    per_month = credits_missing / months
    if per_month >= 1:
        count = -(-per_month // 1)  # rounded up: the sum has to come out
        words = ngettext("about %(count)s a month", "about %(count)s a month", int(count))
        return words % {"count": apnumber(int(count))}
    weeks = max(int(Fraction(days_left, 7) / credits_missing), 1)
    words = ngettext("about one a week", "about one every %(weeks)s weeks", weeks)
    return words % {"weeks": apnumber(weeks)}


def _whole_quarters(minutes):
    return int(minutes // 15) * 15


def _month(day):
    return written(day, pgettext("month and year", "F Y"))
