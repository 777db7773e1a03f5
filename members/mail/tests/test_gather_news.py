"""Gathering the news of all rooms: best first, nothing twice, no room at the cost of another."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.mail import ranking
from members.mail.gathering import gather, gather_for
from members.mail.models import Digest, DigestEntry, Less
from members.mail.readers import Edition
from members.mail.sections import Item, Why
from members.mail.sights import Thing

pytestmark = pytest.mark.django_db


def keys(gathered):
    return [item.key for item in gathered.items]


def news(person, **about):
    return gather(person, timezone.now() - timedelta(days=7), timezone.now(), **about)


def many(name, count=5, word=ranking.NEWS):
    return [
        Item(f"{name}:{number}", f"{name} {number}", f"/{name}/{number}/", why=(Why(word),)) for number in range(count)
    ]


def test_the_section_of_the_best_line_stands_first(ann, tell_in_digest):
    tell_in_digest("one", *many("one", 2), position=10)
    tell_in_digest("two", *many("two", 1, ranking.DUE), *many("less", 1, ranking.AWAKE), position=60)
    found = news(ann)
    assert keys(found) == ["two:0", "one:0", "one:1", "less:0"]
    assert [section.name for section, _lines in found.parts] == ["two", "one"]


def test_what_was_told_before_leaves_its_place_to_the_next(ann, tell_in_digest):
    tell_in_digest("sample", *many("sample", 9))
    digest = Digest.objects.create(person=ann, due_on=timezone.localdate())
    DigestEntry.objects.create(person=ann, key="sample:1", digest=digest)
    assert keys(news(ann)) == ["sample:0", "sample:2", "sample:3", "sample:4", "sample:5"]


def test_what_says_the_same_elsewhere_is_one_line_for_the_better_reason(ann, tell_in_digest):
    article = Item("article:5:new", "Blog", "/5/", why=(Why(ranking.NEWS),), also=(Thing("topic", 7, 1),))
    talk = Item("topic:7:9", "Talk", "/7/", why=(Why(ranking.FOLLOWS),), thing=Thing("topic", 7, 9))
    tell_in_digest("blog", article)
    assert keys(news(ann)) == ["article:5:new"]
    tell_in_digest("talk", talk)
    assert keys(news(ann)) == ["topic:7:9"]


def test_told_by_its_other_name_it_does_not_come_again(ann, tell_in_digest):
    tell_in_digest("blog", Item("article:5:new", "Blog", "/5/", also=(Thing("topic", 7, 1),)), *many("sample", 1))
    digest = Digest.objects.create(person=ann, due_on=timezone.localdate())
    DigestEntry.objects.create(person=ann, key=Thing("topic", 7, 1).key, digest=digest)
    assert keys(news(ann)) == ["sample:0"]


def test_what_another_person_was_told_is_still_news(ann, eli, tell_in_digest):
    tell_in_digest("sample", *many("sample", 1))
    digest = Digest.objects.create(person=eli, due_on=timezone.localdate())
    DigestEntry.objects.create(person=eli, key="sample:0", digest=digest)
    assert keys(news(ann)) == ["sample:0"]


def test_a_section_may_ask_for_one_line_only(ann, tell_in_digest):
    tell_in_digest("sample", *many("sample", 4), most=1)
    assert keys(news(ann)) == ["sample:0"]


def test_less_of_a_section_is_asked_for_by_one_and_not_by_all(ann, eli, tell_in_digest):
    tell_in_digest("sample", *many("sample", 2))
    Less.ask(ann.pk, "section:sample", "News")
    assert (keys(news(ann)), len(keys(news(eli)))) == ([], 2)


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


def test_one_person_with_whom_a_section_fails_costs_nobody_else_their_news(make_person, make_readers, tell_in_digest):
    people = [make_person() for _ in range(40)]

    def wrong_for_two(person, since, until):
        if person in (people[7], people[31]):
            raise ValueError("a row that cannot be read")
        return many("sample", 1)

    tell_in_digest("sample", wrong_for_two)
    found = gather_for(make_readers(*people))
    failed = [person for person in people if found[person.pk].left_out]
    assert failed == [people[7], people[31]]
    assert sum(len(gathered.items) for gathered in found.values()) == 38


def test_a_section_that_fails_for_everybody_is_not_tried_for_each(make_person, make_readers, tell_in_digest):
    tried = []
    tell_in_digest("broken", lambda person, since, until: tried.append(person) or 1 / 0)
    found = gather_for(make_readers(*(make_person() for _ in range(200))))
    assert all(gathered.left_out == ["broken"] for gathered in found.values())
    assert len(tried) < 40


@pytest.mark.parametrize("how_many", [1, 30])
def test_it_costs_the_same_for_any_number_of_readers(make_person, make_readers, tell_in_digest, how_many):
    for name in ["one", "two"]:
        tell_in_digest(name, *many(name))
    readers = make_readers(*(make_person() for _ in range(how_many)))
    with CaptureQueriesContext(connection) as queries:
        gather_for(readers)
    assert len(queries) == 3  # a savepoint around all sections, and the ledger


def test_what_is_read_for_everybody_is_read_once(ann, eli, make_readers):
    asked = []
    edition = Edition(timezone.now(), timezone.now())
    for _batch in range(3):
        assert edition.once("sample", lambda: asked.append(1) or "read") == "read"
    assert len(asked) == 1
