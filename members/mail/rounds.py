"""Moments that come round by somebody's own clock: each day, each week or each month at their hour."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"


def zone_of(person):
    """The ZoneInfo `person` lives in; UTC where their row names one that no longer exists."""
    try:
        return ZoneInfo(person.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def next_moment(round_, hour, zone, after, *, weekday=0, day=1):
    """The first moment later than `after` of a round, at `hour` o'clock in `zone`; in UTC.

    `weekday` (Monday is 0) counts where `round_` is weekly, `day` (1 to 28, which every month has) where it is monthly.
    An hour that the clocks leave out comes when they have moved on; one they show twice counts the first time.
    """
    date = _first(round_, after.astimezone(zone).date(), weekday, day)
    while (moment := _at(date, hour, zone)) <= after:
        date = _following(round_, date)
    return moment


def _first(round_, today, weekday, day):
    """The date of the round on `today` or after it, at most one round too early."""
    if round_ == WEEKLY:
        return today + timedelta(days=(weekday - today.weekday()) % 7)
    return today.replace(day=day) if round_ == MONTHLY else today


def _following(round_, date):
    if round_ == MONTHLY:
        return (date.replace(day=1) + timedelta(days=32)).replace(day=date.day)
    return date + timedelta(days=7 if round_ == WEEKLY else 1)


def _at(date, hour, zone):
    # fold=0: before the change, which is what makes both of the above true.
    return datetime.combine(date, time(hour), zone).astimezone(UTC)
