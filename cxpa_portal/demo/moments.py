"""Moments as people say them, resolved against now: so the demo community is as fresh in a year as today."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from members.accounts.zones import zone_named

DAYS_AGO = re.compile(r"(\d+) days? ago at (\d\d):(\d\d)")
RECENTLY = re.compile(r"(\d+) (hour|minute)s? ago")

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
WEEKS = re.compile(rf"({'|'.join(WEEKDAYS)}) (?:in (\d+) weeks?|(\d+) weeks? ago) at (\d\d):(\d\d)")
IN_DAYS = re.compile(r"(?:tomorrow|in (\d+) days) at (\d\d):(\d\d)")
HALF_HOUR = timedelta(minutes=30)


def moment(words, now):
    """The datetime of "3 days ago at 14:20" (UTC), "5 hours ago" or "20 minutes ago"; always before `now`.

    Raises ValueError for anything else. Days count from one: a time of day today may still be to come.
    """
    if found := DAYS_AGO.fullmatch(words):
        days, hour, minute = map(int, found.groups())
        if days:
            return datetime.combine(now.astimezone(UTC).date() - timedelta(days=days), time(hour, minute), UTC)
    if found := RECENTLY.fullmatch(words):
        return now - timedelta(**{f"{found[2]}s": int(found[1])})
    raise ValueError(f"{words!r} is not a moment like “3 days ago at 14:20” or “5 hours ago”.")


def start(words, now, zone):
    """When something begins, by the clock of `zone` (its name): "Tuesday in 2 weeks at 18:00", "Friday 3 weeks ago at
    08:00", "in 9 days at 10:00", "tomorrow at 15:00", or "on now", which is a half or full hour that has just gone by.

    Weeks count from one, so "in" is always to come and "ago" always past. Raises ValueError for anything else.
    """
    if words == "on now":
        return datetime.fromtimestamp((now - HALF_HOUR / 2).timestamp() // 1800 * 1800, UTC)
    today = timezone.localdate(now, zone_named(zone))
    if found := IN_DAYS.fullmatch(words):
        return at_clock(today + timedelta(days=int(found[1] or 1)), f"{found[2]}:{found[3]}", zone)
    if found := WEEKS.fullmatch(words):
        weeks = int(found[2]) if found[2] else -int(found[3])
        if weeks:
            monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
            day = monday + timedelta(days=WEEKDAYS.index(found[1]))
            return at_clock(day, f"{found[4]}:{found[5]}", zone)
    raise ValueError(f"{words!r} is not a start like “Tuesday in 2 weeks at 18:00”.")


def at_clock(day, clock, zone):
    """The moment at which clocks in `zone` show `clock` ("18:30") on the date `day`, in UTC."""
    return datetime.combine(day, time.fromisoformat(clock), zone_named(zone)).astimezone(UTC)


def cx_days(now):
    """(the last, the next) CX Day as dates: the first Tuesday of an October. On the day itself it is the next."""
    today = now.astimezone(UTC).date()
    years = [today.year - 1, today.year, today.year + 1]
    days = [_first_tuesday_of_october(year) for year in years]
    # On Earth the date lasts from fourteen hours before it begins in UTC until twelve after it has ended.
    over = [day for day in days if day < today - timedelta(days=1)]
    return over[-1], days[len(over)]


def _first_tuesday_of_october(year):
    first = date(year, 10, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7)
