"""How long a number of months is: nobody gets less than they paid for."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.membership.months import last_day

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
months = st.integers(min_value=1, max_value=120)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 3, 15), 12, date(2027, 3, 14)),
        (date(2026, 3, 1), 12, date(2027, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 30)),
    ],
)
def test_some_days_one_would_check_by_hand(first, months, last):
    assert last_day(first, months) == last


@given(days, months)
def test_a_term_covers_its_months_and_no_more_than_a_day_beyond(first, months):
    through = last_day(first, months)
    beyond = through + timedelta(days=1)
    assert (beyond.year * 12 + beyond.month) - (first.year * 12 + first.month) in (months, months + 1)
    if beyond.day != first.day:
        assert beyond.day == 1
        assert first.day > monthrange(through.year, through.month)[1]


@given(days, days, months)
def test_who_begins_later_never_ends_earlier(one, other, months):
    first, second = sorted([one, other])
    assert last_day(first, months) <= last_day(second, months)


@given(days, months, months)
def test_renewing_term_by_term_loses_no_day(first, one, other):
    assert last_day(last_day(first, one) + timedelta(days=1), other) >= last_day(first, one + other)
