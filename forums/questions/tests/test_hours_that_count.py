"""The arithmetic of the promise: hours that count, in any zone, over weekends and changes of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forums.questions.promise.hours import after_working_hours, working_time

ZONES = [
    *("UTC", "Europe/Zurich", "America/New_York", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Gaza", "America/St_Johns", "Africa/Cairo", "Pacific/Apia"),
]
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.integers(1, 200)


def at(words, zone="Europe/Zurich"):
    """A moment by the clock of `zone`: "2026-11-23 09:00"."""
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("zone", "start", "hours", "end"),
    [
        ("Europe/Zurich", "2026-11-23 09:00", 48, "2026-11-25 09:00"),  # a Monday
        ("Europe/Zurich", "2026-11-26 09:00", 48, "2026-11-30 09:00"),  # Thursday, over the weekend
        ("Europe/Zurich", "2026-11-27 23:30", 24, "2026-11-30 23:30"),  # half an hour before the weekend
        ("Europe/Zurich", "2026-11-28 15:00", 24, "2026-12-01 00:00"),  # on a Saturday: from Monday on
        ("Europe/Zurich", "2026-11-29 23:59", 36, "2026-12-01 12:00"),  # on a Sunday
        ("Europe/Zurich", "2026-11-27 00:00", 24, "2026-11-28 00:00"),  # ends with the week, not on Monday
        ("Pacific/Pago_Pago", "2026-11-27 12:00", 48, "2026-12-01 12:00"),  # eleven hours behind
        ("Pacific/Kiritimati", "2026-11-27 12:00", 48, "2026-12-01 12:00"),  # fourteen ahead
        ("Europe/Zurich", "2026-03-27 12:00", 48, "2026-03-31 12:00"),  # clocks go forward on the Sunday
        ("Europe/Zurich", "2026-10-23 12:00", 48, "2026-10-27 12:00"),  # and back
        ("Africa/Cairo", "2026-04-23 12:00", 36, "2026-04-27 01:00"),  # a Friday of 23 hours: midnight is skipped
    ],
)
def test_the_weekend_is_left_out(zone, start, hours, end):
    assert after_working_hours(at(start, zone), hours, ZoneInfo(zone)) == at(end, zone)


def test_the_same_question_rests_at_other_hours_elsewhere():
    asked = at("2026-11-27 18:00", "UTC")  # already Saturday in Kiritimati, still Friday morning in Pago Pago
    for zone, end in [("Pacific/Kiritimati", "2026-12-01 00:00"), ("Pacific/Pago_Pago", "2026-11-30 07:00")]:
        assert after_working_hours(asked, 24, ZoneInfo(zone)) == at(end, zone)


@given(moments, hours, zones)
def test_what_was_added_is_what_has_passed(start, hours, zone):
    assert working_time(start, after_working_hours(start, hours, zone), zone) == timedelta(hours=hours)


@given(moments, hours, zones)
def test_it_never_ends_within_a_weekend(start, hours, zone):
    moment_before = after_working_hours(start, hours, zone) - timedelta(microseconds=1)
    assert moment_before.astimezone(zone).weekday() < 5


@given(moments, hours, hours, zones)
def test_it_is_the_same_in_two_steps(start, one, two, zone):
    halfway = after_working_hours(start, one, zone)
    assert after_working_hours(halfway, two, zone) == after_working_hours(start, one + two, zone)


@given(moments, moments, zones)
def test_nothing_counts_twice_or_backwards(start, end, zone):
    counted = working_time(start, end, zone)
    assert timedelta(0) <= counted <= max(end - start, timedelta(0))


@given(moments, zones)
def test_a_whole_weekend_counts_nothing(start, zone):
    local = start.astimezone(zone)
    saturday = local.date() + timedelta(days=5 - local.weekday())
    begins = datetime.combine(saturday, datetime.min.time(), zone)
    ends = datetime.combine(saturday + timedelta(days=2), datetime.min.time(), zone)
    assert working_time(begins, ends, zone) == timedelta(0)
