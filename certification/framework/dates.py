"""The working days in which the promises of the scheme are made."""

from datetime import timedelta

SATURDAY = 5


def working_days_after(day, days):
    """The date `days` working days (Monday to Friday) after `day`: the last one a promise allows."""
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            days -= 1
    return day
