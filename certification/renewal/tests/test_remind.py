"""Holders hear where they stand: after a year, when the renewal opens, before the end, and at it. Each once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.credentials.models import register_day
from certification.credentials.rules import rules_on, rules_on_each
from certification.framework.models import ProgramRules
from certification.renewal.models import Reminder, Renewal
from certification.renewal.news import due, items
from certification.renewal.tasks import remind
from members.days import in_words

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


def renewal_lines(told_in_digest, person):
    return [(item.headline, item.url) for item in told_in_digest(due, person)]


def test_the_digest_says_when_the_renewal_opens_and_once_more_near_the_end(ann, renewable, clock, told_in_digest):
    credential = renewable(ann, hours=0)
    last = in_words(credential.expires_on)
    [item] = told_in_digest(due, ann)
    assert (item.headline, item.url) == (f"Your CCXP ends on {last}", reverse("certification:renewal"))
    assert "credits" in item.detail
    clock(timedelta(days=30))
    assert told_in_digest(due, ann)[0].key == item.key, "told once"
    clock(timedelta(days=(credential.expires_on - register_day()).days - 20))
    assert told_in_digest(due, ann)[0].key != item.key, "and once more in the last weeks"


def test_the_digest_says_what_is_the_holders_turn_and_nothing_while_it_is_ours(
    ann, carol, renewable, fees, told_in_digest
):
    credential = renewable(ann)
    assert renewal_lines(told_in_digest, ann) == [
        (f"You can renew your CCXP until {in_words(credential.expires_on)}", reverse("certification:renewal"))
    ]
    renewal = Renewal.request(credential, by=ann)
    invoice = renewal.invoice
    assert renewal_lines(told_in_digest, ann) == [
        ("Your CCXP renewal waits for its payment", invoice.get_absolute_url())
    ]
    invoice.settle(by=carol, amount=invoice.total)
    assert renewal_lines(told_in_digest, ann) == []


def test_the_digest_is_silent_while_the_renewal_is_far_off_and_when_it_is_over(
    ann, eli, make_credential, told_in_digest
):
    make_credential(ann, awarded_on=register_day() - timedelta(days=300))
    make_credential(eli, awarded_on=register_day() - timedelta(days=1200))
    assert renewal_lines(told_in_digest, ann) == renewal_lines(told_in_digest, eli) == []


def test_each_cycle_has_the_rules_of_the_day_on_which_it_began(framework):
    first = ProgramRules.objects.earliest("effective_from")
    for _later in range(2):
        first.pk, first.effective_from = None, first.effective_from + timedelta(days=365)
        first.save()
    days = {first.effective_from + timedelta(days=days) for days in [-5000, -730, -366, -365, -1, 0, 400]}
    assert rules_on_each(days) == {day: rules_on(day) for day in days}
    assert len(set(rules_on_each(days).values())) == 3
    assert rules_on_each(set()) == {}


def test_holders_of_many_cycles_cost_as_much_as_one(make_person, make_credential, make_readers):
    def cost(count):
        people = [make_person() for _ in range(count)]
        for number, person in enumerate(people):
            make_credential(person, awarded_on=register_day() - timedelta(days=800 + number))
        readers = make_readers(*people)
        with CaptureQueriesContext(connection) as queries:
            assert len(due(readers, readers.edition.now)) == count
        return len(queries)

    assert cost(1) == cost(12)
