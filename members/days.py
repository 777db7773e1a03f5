"""Days on the calendar: months as people count them, and a date as every floor writes it."""

from calendar import monthrange

from django.utils.formats import date_format
from django.utils.translation import pgettext


def months_after(day, months):
    """The same day `months` later; the last of the month where there is no such day (29 February, 31 April)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def in_words(day):
    """A date with its month in words, as letters and pages have it: "14 March 2028"."""
    return date_format(day, pgettext("day of another year", "j F Y"))
