"""The public page of the promise: what is promised, and month by month how it was kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from forums.questions.models import PromiseMonth
from forums.questions.promise import figures
from forums.questions.tasks import reckon_the_promise

pytestmark = pytest.mark.django_db

OCTOBER = datetime(2026, 10, 5, 9, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


@pytest.fixture
def asked(make_question, eli):
    """`asked(2, 10, None, board=…)`: questions of October, answered after so many hours, or not."""

    def ask(*hours, **changes):
        for each in hours:
            question = make_question(now=OCTOBER, **changes)
            if each is not None:
                question.reply(by=eli, body="We do.", now=OCTOBER + each * HOUR)

    return ask


@pytest.fixture
def in_november(clock):
    """It is November, and the figures are counted."""

    def go():
        clock(datetime(2026, 11, 10, 12, tzinfo=UTC))
        reckon_the_promise()

    return go


def page(client):
    return " ".join(client.get(reverse("questions:promise")).content.decode().split())


def test_a_stranger_reads_what_is_promised_and_that_there_is_nothing_to_show(client):
    said = page(client)
    assert "within 48 hours" in said
    assert "There is nothing to show yet." in said


def test_it_shows_how_long_half_of_them_waited(client, asked, in_november):
    asked(1, 2, 6, 30, 50)
    in_november()
    month = PromiseMonth.objects.get()
    assert (f"{month.month:%Y-%m}", month.questions, month.in_time, month.median_seconds) == ("2026-10", 5, 4, 6 * 3600)
    assert '<th scope="row">October 2026</th>' in page(client)
    assert "6 hours" in page(client)
    assert "80 %" in page(client)


def test_a_question_that_still_waits_stands_behind_every_answer(client, asked, in_november):
    asked(1, 2, None, None, None)
    in_november()
    assert PromiseMonth.objects.get().median_seconds is None
    assert "more than half wait" in page(client)
    assert figures.last_month() == ""


def test_a_month_with_few_questions_is_not_shown(client, asked, in_november):
    asked(1, 2, 3, 4)
    in_november()
    assert "There is nothing to show yet." in page(client)
    assert figures.last_month() == ""


def test_only_what_everyone_can_read_is_counted(asked, in_november, make_board, make_topic, maya, eli):
    asked(1, 2, 3, 4, 5)
    asked(40, 41, board=make_board(audience="members"))
    make_topic(kind="question", title="It will be hidden", now=OCTOBER).hide(by=maya)
    in_november()
    assert PromiseMonth.objects.get().questions == 5


def test_what_still_has_its_time_is_not_counted_either_way(make_question, eli, asked, in_november):
    asked(1, 2, 3, 4, 5)
    question = make_question(now=datetime(2026, 11, 9, 13, tzinfo=UTC))
    question.reply(by=eli, body="At once.", now=datetime(2026, 11, 9, 14, tzinfo=UTC))
    in_november()
    assert PromiseMonth.objects.get().month.month == 10


def test_a_weekend_makes_the_figure_neither_better_nor_worse(make_question, eli, in_november):
    friday = OCTOBER + timedelta(days=4)
    for _each in range(5):
        make_question(now=friday).reply(by=eli, body="We do.", now=friday + timedelta(days=3))
    in_november()
    assert PromiseMonth.objects.get().median_seconds == 24 * 3600


def test_counted_again_a_month_stands_once_and_follows_what_changed(asked, in_november, maya):
    from forums.discussions.models import Topic

    asked(1, 2, 3, 4, 5)
    in_november()
    in_november()
    assert PromiseMonth.objects.count() == 1
    for topic in Topic.objects.all():
        topic.hide(by=maya)
    in_november()
    assert not PromiseMonth.objects.exists()


def test_a_year_later_it_is_not_shown_any_more(client, asked, in_november, clock):
    asked(1, 2, 3, 4, 5)
    in_november()
    assert figures.last_month() == ("Half of the questions asked in October 2026 had a first answer within 3 hours.")
    clock(datetime(2027, 10, 10, tzinfo=UTC))
    assert "There is nothing to show yet." in page(client)


def test_the_page_costs_one_query(client, asked, in_november, django_assert_num_queries):
    asked(1, 2, 3, 4, 5)
    in_november()
    page(client)
    with django_assert_num_queries(1):
        page(client)
