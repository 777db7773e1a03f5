from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from members.accounts.templatetags.moments import moment

NOON = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    yield
    timezone.deactivate()


def test_today_is_said_with_its_time():
    assert moment(NOON.replace(hour=9)).endswith(">today, 09:00</time>")


def test_this_year_needs_no_year():
    assert moment(NOON.replace(month=3)).endswith(">6 March</time>")


def test_another_year_is_named():
    assert moment(NOON.replace(year=2024)).endswith(">6 October 2024</time>")


def test_the_whole_moment_stands_in_the_markup():
    assert 'datetime="2026-03-06T12:00+00:00"' in moment(NOON.replace(month=3))
    assert 'title="Friday 6 March 2026, 12:00 UTC"' in moment(NOON.replace(month=3))


def test_each_reader_sees_their_own_zone():
    for zone, text in [("Europe/Zurich", "today, 14:00 | CEST"), ("Asia/Tokyo", "today, 21:00 | JST")]:
        timezone.activate(ZoneInfo(zone))
        clock, name = text.split(" | ")
        assert clock in moment(NOON)
        assert name in moment(NOON)


def test_what_is_today_depends_on_where_one_is():
    timezone.activate(ZoneInfo("Pacific/Auckland"))  # 7 October, 01:00
    assert ">6 October<" in moment(NOON.replace(hour=9))


def test_no_moment_says_nothing():
    assert moment(None) == ""
