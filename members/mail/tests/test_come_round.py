"""The hour a person chose, each day, week or month: over both changes of the clocks, and in zones with odd hours."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from members.mail.rounds import DAILY, MONTHLY, WEEKLY, next_moment

MONDAY, FRIDAY, SUNDAY = 0, 4, 6


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("weekday", "hour", "zone", "after", "expected"),
    [
        # An ordinary week, before and after the hour itself.
        (MONDAY, 8, "Europe/Zurich", at(2026, 1, 5, 6, 59), at(2026, 1, 5, 7)),
        (MONDAY, 8, "Europe/Zurich", at(2026, 1, 5, 7), at(2026, 1, 12, 7)),
        # Eight o'clock stays eight o'clock when summer begins (29 March 2026) and ends (25 October 2026).
        (MONDAY, 8, "Europe/Zurich", at(2026, 3, 23, 7), at(2026, 3, 30, 6)),
        (MONDAY, 8, "Europe/Zurich", at(2026, 10, 19, 6), at(2026, 10, 26, 7)),
        # 02:00 does not exist on 29 March: it comes at 03:00.
        (SUNDAY, 2, "Europe/Zurich", at(2026, 3, 28, 12), at(2026, 3, 29, 1)),
        # 02:00 is twice on 25 October: the first counts, and after it comes next week's.
        (SUNDAY, 2, "Europe/Zurich", at(2026, 10, 24, 12), at(2026, 10, 25, 0)),
        (SUNDAY, 2, "Europe/Zurich", at(2026, 10, 25, 0), at(2026, 11, 1, 1)),
        (SUNDAY, 2, "Europe/Zurich", at(2026, 10, 25, 0, 30), at(2026, 11, 1, 1)),
        # Half hours, and the far side of the date line.
        (MONDAY, 8, "Asia/Kolkata", at(2026, 1, 4, 12), at(2026, 1, 5, 2, 30)),
        (MONDAY, 8, "Pacific/Apia", at(2026, 1, 4, 12), at(2026, 1, 4, 19)),
        (MONDAY, 8, "Pacific/Pago_Pago", at(2026, 1, 4, 12), at(2026, 1, 5, 19)),
        # Samoa had no Friday 30 December 2011: what fell on it came when Saturday began its morning.
        (FRIDAY, 8, "Pacific/Apia", at(2011, 12, 29, 20), at(2011, 12, 30, 18)),
        (FRIDAY, 8, "Pacific/Apia", at(2011, 12, 30, 18), at(2012, 1, 5, 18)),
    ],
)
def test_the_hour_is_the_persons_own(weekday, hour, zone, after, expected):
    assert next_moment(WEEKLY, hour, ZoneInfo(zone), after, weekday=weekday) == expected


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati"])
@pytest.mark.parametrize("hour", [0, 2, 23])
def test_in_two_years_there_is_one_every_week(zone, hour):
    moment, zone = at(2026, 1, 1), ZoneInfo(zone)
    for _week in range(104):
        later = next_moment(WEEKLY, hour, zone, moment, weekday=SUNDAY)
        local = later.astimezone(zone)
        assert local.weekday() == SUNDAY
        assert local.hour - hour in (0, 1), "later only where the clocks leave the hour out"
        assert moment == at(2026, 1, 1) or 6.9 < (later - moment).total_seconds() / 86400 < 7.1
        moment = later


@pytest.mark.parametrize(
    ("hour", "zone", "after", "expected"),
    [
        (8, "Europe/Zurich", at(2026, 1, 5, 6), at(2026, 1, 5, 7)),
        (8, "Europe/Zurich", at(2026, 1, 5, 7), at(2026, 1, 6, 7)),
        # 02:00 does not exist on 29 March, and is twice on 25 October.
        (2, "Europe/Zurich", at(2026, 3, 28, 12), at(2026, 3, 29, 1)),
        (2, "Europe/Zurich", at(2026, 10, 25, 0, 30), at(2026, 10, 26, 1)),
        (8, "Pacific/Kiritimati", at(2026, 1, 5, 12), at(2026, 1, 5, 18)),
        (23, "Pacific/Niue", at(2026, 1, 5, 9), at(2026, 1, 5, 10)),
    ],
)
def test_every_day_it_is_the_same_hour(hour, zone, after, expected):
    assert next_moment(DAILY, hour, ZoneInfo(zone), after) == expected


@pytest.mark.parametrize(
    ("day", "after", "expected"),
    [
        (1, at(2026, 1, 1, 6, 59), at(2026, 1, 1, 7)),
        (1, at(2026, 1, 1, 7), at(2026, 2, 1, 7)),
        (28, at(2026, 2, 28, 7), at(2026, 3, 28, 7)),
        (28, at(2026, 3, 29, 7), at(2026, 4, 28, 6)),
        (15, at(2026, 12, 20), at(2027, 1, 15, 7)),
    ],
)
def test_every_month_has_the_day(day, after, expected):
    assert next_moment(MONTHLY, 8, ZoneInfo("Europe/Zurich"), after, day=day) == expected


@pytest.mark.parametrize("round_", [DAILY, MONTHLY])
@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Kiritimati"])
def test_in_a_year_none_is_left_out(round_, zone):
    moment, zone, days = at(2026, 1, 1), ZoneInfo(zone), []
    while moment < at(2027, 1, 2):
        moment = next_moment(round_, 2, zone, moment, day=3)
        days.append(moment.astimezone(zone).date())
    assert len(set(days)) == len(days) >= (12 if round_ == MONTHLY else 365)
    assert days == sorted(days)
