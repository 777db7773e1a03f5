"""How long a number of months is."""

from calendar import monthrange
from datetime import date, timedelta


def last_day(first_day, months):
    """The last of the days that `months` months from `first_day` give: 15 March + 12 → 14 March of the next year.

    Where the month has no such day, its last one counts, so that nobody gets less than they paid for:
    31 January + 1 → 28 February; 29 February + 12 → 28 February.
    """
    years, month = divmod(first_day.month - 1 + months, 12)
    year, month = first_day.year + years, month + 1
    days = monthrange(year, month)[1]
    if first_day.day > days:
        return date(year, month, days)
    return date(year, month, first_day.day) - timedelta(days=1)
