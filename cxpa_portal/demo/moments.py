"""Moments as people say them, resolved against now: so the demo community is as fresh in a year as today."""

import re
from datetime import UTC, datetime, time, timedelta

DAYS_AGO = re.compile(r"(\d+) days? ago at (\d\d):(\d\d)")
RECENTLY = re.compile(r"(\d+) (hour|minute)s? ago")


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
