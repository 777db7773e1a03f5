"""Moments that come round each week by somebody's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_of(person):
    """The ZoneInfo `person` lives in; UTC where their row names one that no longer exists."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def next_moment(weekday, hour, zone, after):
    """The first moment later than `after` at which it is `weekday` (Monday is 0), `hour` o'clock in `zone`; in UTC.

    An hour that the clocks leave out comes when they have moved on; one they show twice counts the first time.
    """
    day = after.astimezone(zone).date()
    day += timedelta(days=(weekday - day.weekday()) % 7)
    moment = _at(day, hour, zone)
    return moment if moment > after else _at(day + timedelta(days=7), hour, zone)


def _at(day, hour, zone):
    # fold=0: before the change, which is what makes both of the above true.
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
