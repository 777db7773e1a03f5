"""Holders hear where they stand: after a year, when the renewal opens, before the end, and at it. Each once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.credentials.models import register_day
from certification.renewal.models import Reminder, Renewal
from certification.renewal.news import items
from certification.renewal.tasks import remind

pytestmark = pytest.mark.django_db


def subjects(mails):
    letters = mails(kind="certification/renewal/reminder")
    for letter in letters:
        letter.render()
        assert letter.text
        assert letter.html
    return [letter.subject for letter in letters]


@pytest.mark.parametrize(
    ("days", "subject"),
    [
        (366, "A year in: 0 of 30 credits towards your CCXP renewal"),
        (800, "You can renew your CCXP from now until"),
        (1050, "Your CCXP ends on"),
        (1200, "Your CCXP ended on"),
    ],
)
def test_each_occasion_has_its_letter_once(ann, make_credential, mails, days, subject):
    make_credential(ann, awarded_on=register_day() - timedelta(days=days))
    remind()
    remind()
    found = subjects(mails)
    assert len(found) == 1, "of what passed meanwhile only the latest is spoken of"
    assert found[0].startswith(subject)


def test_in_the_first_year_there_is_silence(ann, make_credential, mails):
    make_credential(ann, awarded_on=register_day() - timedelta(days=300))
    remind()
    assert subjects(mails) == []


def test_through_a_whole_cycle_there_are_four(ann, make_credential, mails, clock):
    make_credential(ann, awarded_on=register_day())
    for _ in range(40):
        clock(timedelta(days=30))
        remind()
    assert len(subjects(mails)) == 4


def test_who_has_asked_already_is_left_alone(ann, renewable, mails):
    credential = renewable(ann)
    Renewal.request(credential, by=ann)
    remind()
    assert subjects(mails) == []


@pytest.mark.parametrize("state", ["suspended", "revoked"])
def test_who_holds_nothing_valid_is_left_alone(ann, make_credential, mails, state):
    make_credential(ann, awarded_on=register_day() - timedelta(days=800), state=state)
    remind()
    assert subjects(mails) == []


def test_it_is_silent_where_nothing_is_due(make_person, make_credential, django_assert_max_num_queries):
    for _ in range(3):
        make_credential(make_person(), awarded_on=register_day() - timedelta(days=300))
    with django_assert_max_num_queries(3):
        Reminder.objects.write_due(register_day())


def test_the_digest_says_what_was_counted_and_where_it_leads(ann, eli, make_credential, attend, told_in_digest):
    now = timezone.now()
    make_credential(ann)
    attend(ann, title="Maps that live")
    [item] = told_in_digest(items, ann)
    assert item.headline == "1.5 credits for “Maps that live”"
    assert "At this pace" in item.detail
    attend(ann, title="Maps that die")
    assert [item.headline for item in told_in_digest(items, ann)] == ["3 credits for “Maps that die” and 1 other"]
    assert told_in_digest(items, ann, since=now - timedelta(days=14), until=now - timedelta(days=7)) == []
    assert told_in_digest(items, eli) == []
