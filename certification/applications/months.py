"""Months of work, as the rules count them: full time, each month once, however many jobs there were in it."""

from dataclasses import dataclass

from django.utils import timezone


def this_month():
    """The current month, counted from the year 0."""
    today = timezone.localdate()
    return today.year * 12 + today.month - 1


@dataclass(frozen=True)
class Count:
    full_time: int  # months with at least one full-time job
    part_time: int  # months with part-time work only: not counted, a reviewer looks at them
    overlapping: int  # months that more than one full-time job would have claimed
    unsaid: int  # jobs whose months are not complete yet


def count_months(jobs, until=None):
    """The Count of `jobs` up to the month `until` (default: the current one), first and last month included."""
    until = this_month() if until is None else until
    full, part, claimed, unsaid = set(), set(), 0, 0
    for job in jobs:
        first, last = job.first_month, job.last_month(until)
        if first is None or last is None or last < first:
            unsaid += 1
            continue
        months = range(first, min(last, until) + 1)
        if job.is_full_time:
            claimed += len(months)
            full.update(months)
        else:
            part.update(months)
    return Count(len(full), len(part - full), claimed - len(full), unsaid)
