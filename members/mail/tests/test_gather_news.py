"""Gathering the news of all rooms: best first, nothing twice, no room at the cost of another."""

import pytest
from django.db import connection
from django.utils import timezone

from members.mail.gathering import MOST, gather
from members.mail.models import Digest, DigestEntry
from members.mail.sections import Item

pytestmark = pytest.mark.django_db


def keys(gathered):
    return [item.key for item in gathered.items]


def news(person):
    return gather(person, timezone.now(), timezone.now())


def many(name, count=5):
    return [Item(f"{name}:{number}", f"{name} {number}", f"/{name}/{number}/") for number in range(count)]


def test_sections_stand_in_their_order(ann, tell_in_digest):
    tell_in_digest("later", *many("later", 1), position=60)
    tell_in_digest("first", *many("first", 1), position=10)
    assert keys(news(ann)) == ["first:0", "later:0"]


def test_what_was_told_before_leaves_its_place_to_the_next(ann, tell_in_digest):
    tell_in_digest("sample", *many("sample", 9))
    digest = Digest.objects.create(person=ann, due_on=timezone.localdate())
    DigestEntry.objects.create(person=ann, key="sample:1", digest=digest)
    assert keys(news(ann)) == ["sample:0", "sample:2", "sample:3", "sample:4", "sample:5"]


def test_what_another_person_was_told_is_still_news(ann, eli, tell_in_digest):
    tell_in_digest("sample", *many("sample", 1))
    digest = Digest.objects.create(person=eli, due_on=timezone.localdate())
    DigestEntry.objects.create(person=eli, key="sample:0", digest=digest)
    assert keys(news(ann)) == ["sample:0"]


def test_a_section_may_ask_for_one_line_only(ann, tell_in_digest):
    tell_in_digest("sample", *many("sample", 4), most=1)
    assert keys(news(ann)) == ["sample:0"]


def test_one_page_is_named_once_in_a_letter(ann, tell_in_digest):
    tell_in_digest("one", Item("one:1", "A new topic", "/topic/"), position=1)
    tell_in_digest("two", Item("two:1", "A question for you", "/topic/"), Item("one:1", "Again", "/again/"), position=2)
    assert keys(news(ann)) == ["one:1"]


def test_the_best_of_every_section_comes_before_the_rest_of_one(ann, tell_in_digest):
    for number in range(6):
        tell_in_digest(f"s{number}", *many(f"s{number}"), position=number)
    found = keys(news(ann))
    assert len(found) == MOST
    assert {key.partition(":")[0] for key in found} == {f"s{number}" for number in range(6)}
    assert found[:3] == ["s0:0", "s0:1", "s0:2"]


def test_a_section_that_fails_is_left_out_and_named(ann, tell_in_digest):
    tell_in_digest("broken", ValueError("a bug"), position=1)
    tell_in_digest("whole", *many("whole", 1), position=2)
    found = news(ann)
    assert (keys(found), found.left_out) == (["whole:0"], ["broken"])


def test_an_error_of_the_database_does_not_spoil_the_others(ann, tell_in_digest):
    def wrong(person, since, until):
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")

    tell_in_digest("broken", wrong, position=1)
    tell_in_digest("whole", *many("whole", 1), position=2)
    assert (keys(news(ann)), news(ann).left_out) == (["whole:0"], ["broken"])
