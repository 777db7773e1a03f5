"""A membership that ends is spoken of in time: once for each moment, the newest only, to who still has to act."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.mail.preferences import stop
from members.membership.models import Dues, Plan, Term
from members.membership.news import items
from members.membership.reminders import candidates, remind_due
from members.membership.tasks import remind

pytestmark = pytest.mark.django_db
ENDS = date(2027, 3, 14)
ENDING, ENDED = "members/membership/ending", "members/membership/ended"


def noon(day):
    return datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)


def before(days):
    return noon(ENDS - timedelta(days=days))


@pytest.fixture
def person(make_person, make_membership, clock):
    """A member whose last day is 14 March 2027; the clock stands at 1 December 2026."""
    clock(noon(date(2026, 12, 1)))
    person = make_person(name="Mia Lopes", member_until=None)
    make_membership(person, ends_on=ENDS)
    return person


@pytest.fixture
def told(mails):
    """(kind, what the key says of the moment) of the letters so far."""
    return lambda: [
        (mail.kind, mail.key.split(":")[3])
        for mail in mails()
        if mail.kind in (ENDING, ENDED) and mail.state != "withheld"
    ]


def test_four_times_and_each_time_once(person, told, clock):
    for day in [61, 60, 59, 31, 30, 29, 8, 7, 6, 1, 0, -1, -2, -30, -31, -400]:
        clock(before(day))
        remind()
        remind()
    assert told() == [(ENDING, "D-60"), (ENDING, "D-30"), (ENDING, "D-7"), (ENDED, "D--1")]
    assert person.notices.filter(kind__in=[ENDING, ENDED]).count() == 4


def test_the_subject_says_the_news_and_the_button_leads_to_the_renewal(person, mails, clock):
    clock(before(30))
    remind()
    letter = mails(kind=ENDING)[0]
    letter.render()
    assert letter.subject == "Your membership ends on 14 March 2027"
    for words in ["Mia", "US$275.00", "no day is lost", reverse("membership:renewal")]:
        assert words in letter.text, words
        assert words in letter.html, words
    assert letter.stop_url


def test_after_the_end_it_says_until_when_all_stays_open(person, mails, clock):
    clock(before(-1))
    remind()
    letter = mails(kind=ENDED)[0]
    letter.render()
    assert letter.subject == "Your membership has ended; everything stays open to you until 13 April 2027"


@pytest.mark.parametrize(("days", "moment"), [(45, "D-60"), (25, "D-30"), (2, "D-7"), (-10, "D--1")])
def test_after_an_outage_only_the_newest_is_sent(person, told, clock, days, moment):
    clock(before(days))
    remind()
    clock(before(days) + timedelta(hours=1))
    remind()
    assert [when for _kind, when in told()] == [moment]


def test_when_grace_is_over_nobody_is_told_any_more(person, told, clock):
    clock(before(-31))
    remind()
    assert told() == []


def test_who_has_renewed_hears_nothing(person, make_membership, told, clock):
    make_membership(person, starts_on=ENDS + timedelta(days=1), ends_on=date(2028, 3, 14))
    clock(before(30))
    remind()
    assert told() == []
    clock(noon(date(2028, 3, 14) - timedelta(days=30)))
    remind()
    assert told() == [(ENDING, "D-30")], "the next end has reminders of its own"


def test_who_asked_for_the_invoice_just_now_is_left_in_peace_for_three_days(person, plan, issuer, mails, told, clock):
    clock(before(31))
    Term.objects.update(reminded=60)
    dues = Dues.bill(person, plan, by=person)
    clock(before(30))
    remind()
    assert told() == []
    clock(before(27))
    remind()
    assert told() == [(ENDING, "D-30")]
    letter = mails(kind=ENDING)[0]
    letter.render()
    assert dues.invoice.get_absolute_url() in letter.text
    assert dues.invoice.number in letter.text


def test_the_day_is_the_person_s(make_person, make_membership, told, clock):
    clock(noon(date(2026, 12, 1)))
    for zone in ["Pacific/Kiritimati", "Pacific/Niue"]:
        make_membership(make_person(time_zone=zone, member_until=None), ends_on=ENDS)
    clock(datetime(2027, 1, 12, 10, 30, tzinfo=UTC))  # 13 January in the east, where 60 days are left
    assert remind_due() == 1
    clock(datetime(2027, 1, 13, 11, 30, tzinfo=UTC))  # and now in the west
    assert remind_due() == 1
    assert [when for _kind, when in told()] == ["D-60", "D-60"]


def test_a_short_term_is_not_reminded_of_moments_before_it_was_made(make_person, make_membership, told, clock):
    clock(before(20))
    make_membership(make_person(member_until=None), ends_on=ENDS, created_at=before(20), starts_on=ENDS - timedelta(20))
    remind()
    assert told() == []
    clock(before(7))
    remind()
    assert told() == [(ENDING, "D-7")]


def test_who_stopped_these_letters_still_has_the_notice(person, told, clock):
    stop(person.pk, ENDING)
    clock(before(30))
    remind()
    assert told() == []
    assert person.notices.get(kind=ENDING).headline == "Your membership ends on 14 March 2027"


def test_a_closed_account_and_a_term_that_staff_ended_are_left_alone(
    person, make_person, make_membership, told, carol, clock
):
    person.is_active = False
    person.save(update_fields=["is_active"])
    other = make_person(member_until=None)
    make_membership(other, ends_on=ENDS).end_early(on=date(2027, 1, 20), by=carol, reason="Asked to leave.")
    clock(noon(date(2027, 1, 21)))
    remind()
    assert told() == []


def test_a_closed_plan_has_no_price_to_name(person, mails, clock):
    Plan.objects.update(is_open=False)
    clock(before(30))
    remind()
    letter = mails(kind=ENDING)[0]
    letter.render()
    assert "US$" not in letter.text


@pytest.mark.parametrize("how_many", [1, 30])
def test_looking_for_who_is_due_costs_two_queries(
    make_person, make_membership, clock, how_many, django_assert_num_queries
):
    clock(noon(date(2026, 12, 1)))
    for _ in range(how_many):
        make_membership(make_person(member_until=None), ends_on=ENDS)
    clock(before(30))
    with django_assert_num_queries(2):
        assert len(candidates(timezone.now())) == how_many


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once(person, told, clock):
    clock(before(30))

    def work(_):
        try:
            return remind_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sum(both.map(work, range(2))) == 1
    assert len(told()) == 1


def test_the_digest_speaks_of_it_only_when_something_is_due(person, cleo, clock, told_in_digest):
    assert told_in_digest(items, person) == told_in_digest(items, cleo) == []
    clock(before(30))
    [item] = told_in_digest(items, person)
    assert (item.headline, item.url) == ("Your membership ends on 14 March 2027", reverse("membership:renewal"))
    assert "14 March 2027" in item.detail
    clock(before(20))
    assert told_in_digest(items, person)[0].key == item.key, "told once"
    clock(before(-5))
    assert told_in_digest(items, person)[0].key != item.key, "and once more when it has ended"
