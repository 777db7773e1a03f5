"""Credits in words: an hour is one credit, and a quarter of an hour a quarter of one."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import ngettext


def number(minutes):
    """ "1", "0.75", "12.5": minutes as a number of credits."""
    return number_format((Decimal(minutes) / 60).normalize() + 0, use_l10n=True)


def in_credits(minutes):
    """ "1 credit", "0.75 credits"."""
    words = ngettext("%(number)s credit", "%(number)s credits", 1 if minutes == 60 else 2)
    return words % {"number": number(minutes)}
