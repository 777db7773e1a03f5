"""Hours that count: all but those of Saturday and Sunday, by the clock of one zone. Pure functions.

Hours are hours that pass. Where clocks are put back the Friday is an hour longer, and that hour counts too.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import count, takewhile

SATURDAY = 5
WEEK = timedelta(days=7)


def after_working_hours(start, hours, zone):
    """The moment at which `hours` that count have passed since `start` in `zone`, in UTC.

    From a weekend they begin on Monday 00:00. What ends with the week ends at Friday 24:00, not on Monday.
    """
    left = timedelta(hours=hours)
    weeks = _weeks_from(start, zone)
    begins, ends = next(weeks)
    while begins + left > ends:
        left -= ends - begins
        begins, ends = next(weeks)
    return begins + left


def working_time(start, end, zone):
    """How much of the time from `start` to `end` counts, as a timedelta; none where `end` comes first."""
    weeks = takewhile(lambda week: week[0] < end, _weeks_from(start, zone))
    return sum((min(ends, end) - begins for begins, ends in weeks), timedelta(0))


def _weeks_from(start, zone):
    """(begins, ends) of the rest of this week from `start` on, and of each week after it, in UTC."""
    start = start.astimezone(UTC)
    day = start.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    for number in count():
        first = monday + number * WEEK
        begins, ends = max(start, _midnight(first, zone)), _midnight(first + timedelta(days=SATURDAY), zone)
        if begins < ends:
            yield begins, ends


def _midnight(day, zone):
    """The moment `day` begins in `zone`; where clocks skip midnight, the moment they do."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)
