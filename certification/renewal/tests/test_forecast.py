"""Where the pace leads: golden cases, a cycle from 15 March 2025 to 14 March 2028."""

from datetime import date, timedelta

import pytest

from certification.framework.models import ProgramRules
from certification.renewal.amounts import in_credits
from certification.renewal.cycles import Cycle
from certification.renewal.forecast import forecast_of
from certification.renewal.picture import picture_of
from certification.renewal.progress import Progress, progress_of

CYCLE = Cycle(date(2025, 3, 15), date(2028, 3, 14))
REAL, OTHER = "real_time", "other"


def progress(today, *entries):
    """Entries are (day, kind, hours)."""
    minutes = [(day, kind, int(hours * 60)) for day, kind, hours in entries]
    return Progress(CYCLE, ProgramRules(effective_from=date(2021, 1, 1)), minutes, today)


def test_nothing_yet_names_a_pace_that_is_enough():
    forecast = forecast_of(progress(date(2025, 3, 15)))
    assert forecast.kind == "nothing_yet"
    assert forecast.sentence == "Nothing is counted yet. 30 credits by 14 March 2028 are about one every five weeks."


def test_one_credit_in_the_first_week_is_no_pace_to_boast_of():
    forecast = forecast_of(progress(date(2025, 3, 20), (date(2025, 3, 18), REAL, 6)))
    assert forecast.kind == "ahead"
    assert forecast.reached_on == date(2026, 3, 15)  # 6 in 90 days, not 6 in 6


def test_far_ahead():
    forecast = forecast_of(progress(date(2026, 3, 14), (date(2025, 6, 1), REAL, 8), (date(2026, 1, 10), REAL, 4)))
    assert forecast.reached_on == date(2027, 9, 13)  # 12 in 365 days, 18 more in 547.5
    assert forecast.sentence == "At this pace you reach 30 in September 2027, six months early."


def test_just_in_time():
    forecast = forecast_of(progress(date(2026, 3, 14), (date(2025, 6, 1), REAL, 10)))
    assert forecast.kind == "in_time"
    assert forecast.sentence == "At this pace you reach 30 in March 2028, just in time."


def test_behind_says_how_far_and_what_it_takes():
    forecast = forecast_of(progress(date(2027, 3, 14), (date(2026, 6, 1), REAL, 12)))
    assert forecast.kind == "behind"
    assert forecast.at_end == int(18.0 * 60)
    assert forecast.sentence == (
        "At this pace you would have 18 of 30 on 14 March 2028. From here it takes about two a month."
    )


def test_only_other_activities_never_get_there():
    forecast = forecast_of(progress(date(2026, 3, 14), (date(2025, 6, 1), OTHER, 40)))
    assert forecast.kind == "behind"
    assert forecast.at_end == 15 * 60


def test_enough_in_sum_but_too_little_in_real_time():
    before = progress(date(2027, 9, 14), (date(2026, 1, 1), OTHER, 15), (date(2026, 5, 1), REAL, 12))
    assert before.missing == 3 * 60
    assert before.missing_in_words == "3 credits are still missing, from real-time learning."
    assert forecast_of(before).kind in {"in_time", "ahead", "behind"}


def test_all_there_names_the_day_it_was_complete():
    done = progress(
        date(2027, 1, 1), (date(2025, 5, 1), OTHER, 20), (date(2026, 2, 2), REAL, 15), (date(2026, 9, 9), REAL, 3)
    )
    forecast = forecast_of(done)
    assert forecast.kind == "met"
    assert forecast.sentence == "You have had all 30 credits since 2 February 2026."


def test_other_activities_count_up_to_their_cap():
    capped = progress(date(2026, 1, 1), (date(2025, 5, 1), OTHER, 18), (date(2025, 6, 1), REAL, 4))
    assert (capped.other, capped.total) == (15 * 60, 19 * 60)
    assert capped.other_in_words == "15 of 18 credits"
    assert capped.missing_in_words == "11 credits are still missing, from real-time learning."


def test_real_time_may_be_all_of_it():
    assert progress(date(2026, 1, 1), (date(2025, 5, 1), REAL, 30)).is_met


def test_over_and_not_begun():
    assert (
        forecast_of(progress(date(2028, 3, 15))).sentence == "This cycle ended on 14 March 2028 with 0 of 30 credits."
    )
    assert forecast_of(progress(date(2025, 3, 14))).kind == "ahead_of_us"


def test_the_renewal_opens_a_year_before_the_end():
    assert progress(date(2027, 3, 14)).opening_in_words == "The renewal opens on 15 March 2027."
    assert not progress(date(2027, 3, 14)).is_open
    assert progress(date(2027, 3, 15)).is_open
    assert progress(date(2028, 3, 14)).is_open
    assert not progress(date(2028, 3, 15)).is_open


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "1 credit"), (45, "0.75 credits"), (600, "10 credits"), (90, "1.5 credits"), (0, "0 credits")],
)
def test_minutes_in_words(minutes, words):
    assert in_credits(minutes) == words


def test_the_picture_stays_in_its_frame_and_never_falls():
    for today in [CYCLE.first, date(2026, 6, 1), CYCLE.last, CYCLE.last + timedelta(days=30)]:
        at = progress(today, (date(2025, 5, 1), REAL, 50), (date(2028, 3, 14), OTHER, 9))
        points = [tuple(map(float, pair.split(","))) for pair in picture_of(at, forecast_of(at)).line.split()]
        assert all(26 <= x <= 350 and 16 <= y <= 150 for x, y in points)
        assert points == sorted(points, key=lambda point: (point[0], -point[1]))


@pytest.mark.django_db
def test_only_what_lies_in_the_cycle_counts(ann, make_credential, post):
    credential = make_credential(ann)
    post(credential, 2, earned_on=credential.awarded_on)
    post(credential, 4, earned_on=credential.awarded_on - timedelta(days=1))
    post(credential, 8, earned_on=credential.expires_on + timedelta(days=1))
    assert progress_of(credential).total == 120


@pytest.mark.django_db
def test_what_was_taken_back_does_not_count(ann, carol, make_credential, post):
    credential = make_credential(ann)
    post(credential, 2).void(by=carol, reason="A slip.")
    assert progress_of(credential).total == 0
