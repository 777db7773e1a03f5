from datetime import date

import pytest

from certification.framework.dates import working_days_after
from members.days import months_after


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 3, 14), 6, date(2026, 9, 14)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_there_is(day, months, after):
    assert months_after(day, months) == after


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday: on Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_promises_are_made_in_working_days(day, days, after):
    assert working_days_after(day, days) == after
