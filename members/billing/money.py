"""Money is an integer of minor units (cents) and a currency; here it becomes words, and words become money."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision
from django.utils.translation import get_language, to_locale


def money(amount, currency):
    """`amount` minor units of `currency` as the reader writes them: money(27500, "USD") is "US$275.00" in English."""
    return format_currency(in_major(amount, currency), currency, locale=_locale())


def in_major(amount, currency):
    """`amount` minor units as a Decimal of whole ones: 27500 cents are 275.00 dollars, 500 yen are 500."""
    return Decimal(amount).scaleb(-get_currency_precision(currency))


def in_minor(amount, currency):
    """The other way: Decimal("275.00") dollars are 27500 cents. Raises ValueError for a fraction of a cent."""
    minor = Decimal(amount).scaleb(get_currency_precision(currency))
    if minor != minor.to_integral_value():
        raise ValueError(f"{amount} {currency} is finer than the currency.")
    return int(minor)


def _locale():
    """English readers live in some 70 countries: they get the English of the world, in which "$" says whose."""
    locale = to_locale(get_language() or "en")
    return "en_001" if locale == "en" else locale
