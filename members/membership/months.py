"""How long a number of months is."""

from datetime import timedelta

from members.days import months_after


def last_day(first_day, months):
    """The last of the days that `months` months from `first_day` give: 15 March + 12 → 14 March of the next year.

    Where the month has no such day, its last one counts, so that nobody gets less than they paid for:
    31 January + 1 → 28 February; 29 February + 12 → 28 February.
    """
    there = months_after(first_day, months)
    return there - timedelta(days=1) if there.day == first_day.day else there
