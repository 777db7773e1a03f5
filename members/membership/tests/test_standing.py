"""What somebody is on a day is a function of dates alone: the golden table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from members.membership.models import Dues, standing_of

pytestmark = pytest.mark.django_db

# The last day of the (last) term is 14 March 2027, grace ends on 13 April 2027; renewal opens on 13 January 2027.
ENDS = date(2027, 3, 14)
LEAP = date(2028, 2, 29)

TABLE = [
    # moment (UTC), the person's zone, last day, → state, member
    ("2026-03-15 12:00", "UTC", ENDS, "active", True),  # the first day
    ("2027-01-12 12:00", "UTC", ENDS, "active", True),  # the day before renewal opens
    ("2027-01-13 12:00", "UTC", ENDS, "active due", True),
    ("2027-03-14 23:59", "UTC", ENDS, "active due", True),  # the last minute of the last day
    ("2027-03-15 00:00", "UTC", ENDS, "grace due", True),
    ("2027-04-13 23:59", "UTC", ENDS, "grace due", True),  # the last minute of grace
    ("2027-04-14 00:00", "UTC", ENDS, "lapsed", False),
    ("2030-01-01 00:00", "UTC", ENDS, "lapsed", False),
    # far in the east the day is over earlier
    ("2027-03-14 09:59", "Pacific/Kiritimati", ENDS, "active due", True),  # UTC+14: 23:59
    ("2027-03-14 10:00", "Pacific/Kiritimati", ENDS, "grace due", True),  # midnight there
    ("2027-04-13 09:59", "Pacific/Kiritimati", ENDS, "grace due", True),
    ("2027-04-13 10:00", "Pacific/Kiritimati", ENDS, "lapsed", False),
    # far in the west, later
    ("2027-03-15 10:59", "Pacific/Niue", ENDS, "active due", True),  # UTC-11: 23:59 of the 14th
    ("2027-03-15 11:00", "Pacific/Niue", ENDS, "grace due", True),
    ("2027-04-14 10:59", "Pacific/Niue", ENDS, "grace due", True),
    ("2027-04-14 11:00", "Pacific/Niue", ENDS, "lapsed", False),
    # where the clocks change on the way
    ("2027-04-14 03:59", "America/New_York", ENDS, "grace due", True),  # EDT by then
    ("2027-04-14 04:00", "America/New_York", ENDS, "lapsed", False),
    # the leap day as last day
    ("2028-02-29 23:59", "UTC", LEAP, "active due", True),
    ("2028-03-01 00:00", "UTC", LEAP, "grace due", True),
    ("2028-03-30 23:59", "UTC", LEAP, "grace due", True),
    ("2028-03-31 00:00", "UTC", LEAP, "lapsed", False),
]


def at(words):
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(("moment", "zone", "ends_on", "expected", "is_member"), TABLE)
def test_the_state_follows_from_the_dates(
    moment, zone, ends_on, expected, is_member, make_person, make_membership, clock
):
    person = make_person(member_until=None, time_zone=zone)
    make_membership(person, ends_on=ends_on)
    clock(at(moment))
    standing = standing_of(person)
    assert f"{standing.state}{' due' if standing.is_due else ''}" == expected
    person.refresh_from_db()
    assert (person.is_member, standing.is_member) == (is_member, is_member), "the copy on the person agrees"


def test_who_never_joined_has_a_free_account_and_a_way_to_join(cleo):
    standing = standing_of(cleo)
    assert (standing.state, standing.is_due, standing.url) == ("none", False, "/membership/plans/")
    assert "free account" in standing.sentence


def test_renewed_early_the_last_term_counts(make_person, make_membership, clock):
    clock(at("2027-02-01 12:00"))
    person = make_person(member_until=None)
    membership = make_membership(person, ends_on=ENDS)
    make_membership(person, starts_on=ENDS + timedelta(days=1), ends_on=date(2028, 3, 14))
    standing = standing_of(person)
    assert (standing.state, standing.is_due) == ("active", False)
    assert "until 14 March 2028" in standing.sentence
    assert membership.terms.count() == 2


def test_every_sentence_has_its_date_and_what_happens_next(make_person, make_membership, clock):
    person = make_person(member_until=None)
    make_membership(person, ends_on=ENDS)
    said = {}
    for moment in ["2026-06-01 12:00", "2027-02-01 12:00", "2027-03-20 12:00", "2027-06-01 12:00"]:
        clock(at(moment))
        standing = standing_of(person)
        said[standing.state, standing.is_due] = (standing.sentence, standing.action)
    assert said == {
        ("active", False): (
            "You are a member until 14 March 2027. You can renew from 13 January 2027 on; we write to you then.",
            "",
        ),
        ("active", True): (
            "You are a member until 14 March 2027. Renew now and the next term begins the day after: no day is lost.",
            "Renew my membership",
        ),
        ("grace", True): (
            "Your membership ended on 14 March 2027. Until 13 April 2027 everything stays open to you;"
            " renew by then and no day is lost.",
            "Renew my membership",
        ),
        ("lapsed", False): (
            "You were a member until 14 March 2027. Your account, your profile and what you wrote are still here.",
            "Become a member again",
        ),
    }


@pytest.mark.parametrize(
    ("ends_on", "state", "words"),
    [
        (None, "awaiting_payment", "You become a member on the day your US$275.00 arrive"),
        (date(2027, 3, 14), "active", "You are a member until 14 March 2027. Your renewal waits for US$275.00"),
        (date(2027, 2, 14), "grace", "Your membership ended on 14 February 2027; everything stays open to you"),
        (date(2026, 2, 14), "awaiting_payment", "You become a member on the day your US$275.00 arrive"),
    ],
)
def test_an_open_invoice_is_the_next_step(ends_on, state, words, make_person, make_membership, plan, issuer, clock):
    clock(at("2027-03-01 12:00"))
    person = make_person(member_until=None)
    if ends_on:
        make_membership(person, ends_on=ends_on)
    dues = Dues.bill(person, plan, by=person)
    standing = standing_of(person)
    assert (standing.state, standing.is_due, standing.url) == (state, True, dues.invoice.get_absolute_url())
    assert standing.sentence.startswith(words)


def test_asking_costs_three_queries_at_most(ann, make_membership, cleo, django_assert_num_queries):
    make_membership(ann)
    with django_assert_num_queries(3):
        standing_of(ann)
    with django_assert_num_queries(1):
        standing_of(cleo)


@pytest.mark.parametrize("how_many", [1, 8])
def test_my_membership_shows_it_with_the_terms_so_far(
    ann, ann_client, make_membership, how_many, django_assert_max_num_queries
):
    for years in range(how_many):
        make_membership(ann, ends_on=date(2027, 3, 14) - timedelta(days=365 * years))
    ann_client.get("/membership/")
    with django_assert_max_num_queries(7):  # session, person, membership, last term, dues, terms, notices
        page = ann_client.get("/membership/").content.decode()
    assert "You are a member until 14 March 2027" in page
    assert page.count("For a test.") == how_many
