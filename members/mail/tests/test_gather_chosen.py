"""What somebody chose to have in their digest stands there, and not what they have chosen to hear at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.mail.chosen import items
from members.mail.outbox import send
from members.mail.preferences import choose

pytestmark = pytest.mark.django_db
KIND = "sample/news"


def tell(person, number=1, **about):
    news = {"subject": f"a journey nobody owns, {number}", "words": "We gave it away.", "url": f"/there/{number}/"}
    send(KIND, to=person, key=f"news:{number}", **news | about)


def test_it_stands_there_with_its_subject_and_its_reason(ann, told_in_digest):
    choose(ann, {KIND: "digest"}, by=ann)
    tell(ann)
    [item] = told_in_digest(items, ann)
    assert "a journey nobody owns, 1" in item.headline
    assert item.url == "/there/1/"
    assert (item.why[0].sentence, item.why[0].code) == ("You chose to have this here.", f"kind:{KIND}")


def test_what_is_told_at_once_or_to_somebody_else_does_not(ann, eli, told_in_digest):
    choose(ann, {KIND: "digest"}, by=ann)
    tell(eli)
    assert told_in_digest(items, ann) == told_in_digest(items, eli) == []


def test_what_is_older_than_the_last_letter_does_not_come_again(ann, told_in_digest, clock):
    choose(ann, {KIND: "digest"}, by=ann)
    tell(ann)
    clock(timedelta(days=8))
    assert told_in_digest(items, ann) == []


def test_it_costs_the_same_for_any_number(ann, make_person, make_readers):
    people = [ann, *(make_person() for _ in range(20))]
    for person in people:
        choose(person, {KIND: "digest"}, by=person)

    def cost(*some):
        for number, person in enumerate(some):
            tell(person, number)
        readers = make_readers(*some)
        with CaptureQueriesContext(connection) as queries:
            assert len(items(readers, timezone.now())) == len(some)
        return len(queries)

    assert cost(ann) == cost(*people)
