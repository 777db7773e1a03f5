"""Everybody reads, month by month, what moderators did: in numbers, without names, and small numbers not at all."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.urls import reverse

from forums.moderation import tasks
from forums.moderation.models import Act, Summary
from members.audit.log import record

pytestmark = pytest.mark.django_db

SUMMARY = "/moderation/summary/"


@pytest.fixture
def happened(clock, maya, topic):
    """`happened("moderation.flagged", 4, month=9)`."""

    def happen(action, count, month, day=15):
        clock(datetime(2026, month, day, 12, tzinfo=UTC))
        for _each in range(count):
            record(action, topic, by=maya)

    return happen


def figures(month):
    return Summary.objects.get(month=f"2026-{month:02}-01").figures


def test_a_month_is_written_when_it_is_over_and_once(happened, clock):
    happened("moderation.flagged", 4, month=9)
    happened("moderation.hidden", 3, month=9, day=30)
    assert tasks.write_summaries() == 0
    clock(datetime(2026, 10, 1, 0, 5, tzinfo=UTC))
    assert tasks.write_summaries() == 1
    assert tasks.write_summaries() == 0
    assert (figures(9)["flagged"], figures(9)["hidden"], figures(9)["suspended"]) == (4, 3, 0)


def test_what_an_outage_missed_is_written_later_each_month_by_itself(happened, clock):
    happened("moderation.flagged", 4, month=6)
    happened("moderation.kept", 2, month=8, day=1)
    happened("moderation.published", 1, month=8, day=31)
    clock(datetime(2026, 9, 20, tzinfo=UTC))
    assert Summary.write_due() == 3
    assert [figures(month)["approved"] for month in [6, 7, 8]] == [0, 0, 3]


def test_where_nothing_was_ever_decided_there_is_nothing_to_write(clock):
    assert Summary.write_due() == 0


def test_a_stranger_reads_it_and_the_rules(client, happened, clock):
    assert "The first summary appears here" in client.get(SUMMARY).content.decode()
    happened("moderation.flagged", 17, month=9)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    page = client.get(SUMMARY).content.decode()
    assert "September 2026" in page
    assert ">17<" in page
    assert reverse("articles:policy", args=["code-of-conduct"]) in page


@pytest.mark.parametrize("few", [0, 1, 2])
def test_fewer_than_three_look_alike_and_no_sum_gives_them_away(client, happened, clock, few):
    happened("moderation.flagged", 5, month=9)
    happened("moderation.suspended", few, month=9)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    page = client.get(SUMMARY)
    shown = dict(figure for _heading, part in page.context["parts"] for figure in part)
    assert [figure for figure in shown.values() if figure is not None] == [5]
    assert page.content.decode().count("fewer than 3") == len(shown) - 1


def test_three_are_said(client, happened, clock):
    happened("moderation.suspended", 3, month=9)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    assert ">3<" in client.get(SUMMARY).content.decode()


def test_another_month_is_one_click_away_and_nonsense_shows_the_newest(client, happened, clock):
    happened("moderation.flagged", 4, month=8)
    happened("moderation.flagged", 9, month=9)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    assert client.get(SUMMARY).context["shown"].month.month == 9
    assert client.get(SUMMARY, {"month": "2026-08"}).context["shown"].month.month == 8
    assert client.get(SUMMARY, {"month": "x"}).context["shown"].month.month == 9


def test_what_the_moderators_verbs_record_is_what_is_counted(
    cleo, maya, other_moderator, make_sanction, make_flag, clock
):
    from forums.moderation import objecting

    clock(datetime(2026, 9, 3, tzinfo=UTC))
    make_flag().case.hide(by=maya, words="It names a customer.")
    for kind in ["silence", "suspension"]:
        objecting.uphold(objecting.object_to(make_sanction(cleo, kind=kind), words="No."), by=other_moderator)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    counted = {name: count for name, count in figures(9).items() if count}
    assert counted == {"flagged": 1, "hidden": 1, "silenced": 1, "suspended": 1, "objections": 2, "upheld": 2}


def test_what_moderators_put_in_order_counts_and_what_authors_close_does_not(clock, maya, make_topic, make_board):
    clock(datetime(2026, 9, 3, tzinfo=UTC))
    make_topic().close(by=maya, reason="It goes on elsewhere.")
    own = make_topic()
    own.close(by=own.author)
    Act.move(make_topic(), to=make_board(slug="elsewhere"), by=maya, reason="It fits there.")
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    assert {name: count for name, count in figures(9).items() if count} == {"locked": 1, "moved": 1}


def test_it_costs_two_queries_at_most(client, happened, clock, django_assert_max_num_queries):
    happened("moderation.flagged", 4, month=1)
    clock(datetime(2026, 10, 2, tzinfo=UTC))
    Summary.write_due()
    with django_assert_max_num_queries(2, connection=connection):
        client.get(SUMMARY)
