"""What can be typed into a search besides words, and what is said of what cannot be understood."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from django.utils.html import escape

from forums.discussions.models import Post
from forums.discussions.search import filters
from forums.discussions.search.asked import Asked
from forums.discussions.search.finding import find, search
from forums.discussions.search.query import Query

pytestmark = pytest.mark.django_db


def found(person, words):
    return sorted(hit.topic.title for hit in search(person, words))


def wrongs(person, words):
    return [(wrong.sentence, wrong.meant) for wrong in Asked(words, person).wrongs]


def read(typed):
    return Query.read(typed, filters.known())


@pytest.mark.parametrize(
    ("typed", "clauses", "narrowed"),
    [
        ("journey map", [["journey"], ["map"]], []),
        ('"journey map" -nps', [['"journey map"'], ["-nps"]], []),
        ("“journey map”", [['"journey map"']], []),
        ('"journey map', [['"journey map"']], []),
        ("churn or retention survey", [["churn", "retention"], ["survey"]], []),
        ("churn | retention", [["churn", "retention"]], []),
        ("or churn or", [["churn"]], []),
        ("churn board:retail", [["churn"]], ["board:retail"]),
        ('author:"Ann Okafor" -is:closed', [], ['author:"Ann Okafor"', "-is:closed"]),
        ("board: retail", [["retail"]], ["board:"]),
        ("std::string http://a.example", [["std::string"], ["http://a.example"]], []),
        ("- | & ! :", [], []),
        ("", [], []),
    ],
)
def test_a_search_is_read(typed, clauses, narrowed):
    query = read(typed)
    assert [[str(term) for term in clause] for clause in query.clauses] == clauses
    assert [str(term) for term in query.filters] == narrowed


@pytest.mark.parametrize("typed", ['"six pages" or churn -nps author:"Ann Okafor" in:title', "a or b c", "-a b"])
def test_what_is_read_is_written_again_and_means_the_same(typed):
    assert read(str(read(typed))) == read(typed)


@pytest.fixture
def many(make_topic, make_board, ann, eli):
    """Topics that each differ in one thing, all about churn."""
    retail = make_board(name="Retail & shops", slug="retail")
    make_topic(title="Churn in shops", board=retail, body="How?", kind="question", tags=["loyalty"])
    asked = make_topic(title="A question of many", body="About churn.", kind="question", by=eli)
    asked.reply(by=ann, body="Churn is what we measure.")
    closed = make_topic(title="What was closed", body="Churn, once.")
    closed.close(by=ann)


FILTERS = [
    ("churn", ["A question of many", "Churn in shops", "What was closed"]),
    ("churn in:title", ["Churn in shops"]),
    ("churn in:first", ["A question of many", "Churn in shops", "What was closed"]),
    ("churn board:retail", ["Churn in shops"]),
    ('churn board:"retail & shops"', ["Churn in shops"]),
    ("churn -board:retail", ["A question of many", "What was closed"]),
    ("churn tag:loyalty", ["Churn in shops"]),
    ("churn kind:question", ["A question of many", "Churn in shops"]),
    ("churn kind:questions", ["A question of many", "Churn in shops"]),
    ("churn is:unanswered", ["Churn in shops"]),
    ("churn is:answered", ["A question of many"]),
    ("churn is:closed", ["What was closed"]),
    ("churn is:open", ["A question of many", "Churn in shops"]),
    ("churn is:mine", ["Churn in shops", "What was closed"]),
    ("churn author:@eli-brandt", ["A question of many"]),
    ('churn author:"eli brandt"', ["A question of many"]),
    ("churn author:brandt", ["A question of many"]),
    ("churn author:me", ["A question of many", "Churn in shops", "What was closed"]),
    ("is:unanswered", ["Churn in shops"]),
    ("author:@eli-brandt", ["A question of many"]),
    ("churn is:closed is:open", []),
    ("churn or measure -closed", ["A question of many", "Churn in shops"]),
]


def test_each_filter_finds_what_it_says(ann, many, subtests):
    for words, titles in FILTERS:
        with subtests.test(words=words):
            assert found(ann, words) == titles
            assert wrongs(ann, words) == []


def test_days_are_those_of_the_reader(ann, make_topic, settings):
    for day in (1, 14, 31):
        topic = make_topic(title=f"Churn of the {day}.")
        Post.objects.filter(topic=topic).update(created_at=datetime(2026, 3, day, 12, tzinfo=UTC))
    assert found(ann, "churn after:2026-03-14") == ["Churn of the 14.", "Churn of the 31."]
    assert found(ann, "churn before:2026-03-14") == ["Churn of the 1."]
    assert len(found(ann, "churn after:2026-03 before:2026-04")) == 3
    assert found(ann, "churn before:2026") == []
    assert "before 14 March 2026" in Asked("churn before:2026-03-14", ann).sentence


MISTAKES = [
    ("churn board:retial", "There is no board called “retial” that you can read.", "retail"),
    ("churn tag:loyalti", "No topic you can read carries the tag “loyalti”.", "loyalty"),
    ("churn kind:qestion", "There is no kind of topic called “qestion”.", "question"),
    ("churn is:unanswred", "“is:unanswred” is not known.", "unanswered"),
    ("churn in:titel", "There is no place called “titel” to look in.", "title"),
    ("churn author:brandd", "Nobody called “brandd” has written where you can read.", "Eli Brandt"),
    ("churn before:yesterday", "“yesterday” is no day.", ""),
    ("churn after:2026-02-31", "“2026-02-31” is no day.", ""),
    ("churn after:99999", "“99999” is no day.", ""),
    ("churn board:", "Behind “board:” something has to stand, such as board:retail.", ""),
    ("churn auther:ann", "There is no “auther:” to narrow a search by.", "author:ann"),
]


def test_each_mistake_is_told_with_what_may_have_been_meant(ann, many, subtests):
    for words, sentence, meant in MISTAKES:
        with subtests.test(words=words):
            ((told, near),) = wrongs(ann, words)
            assert told.startswith(sentence)
            assert near == meant


def test_the_rest_of_the_search_goes_on(ann, ann_client, many):
    assert len(found(ann, "churn board:retial")) == 3
    page = ann_client.get(reverse("search"), {"q": "churn board:retial is:closed"}).content.decode()
    assert "The rest of the search went on without it." in page
    assert "?q=churn%20board%3Aretail%20is%3Aclosed" in page
    assert "What was closed" in page


def test_what_narrows_it_can_be_taken_away(ann_client, many):
    page = ann_client.get(reverse("search"), {"q": "churn board:retail -nps"}).content.decode()
    assert "?q=churn%20-nps" in page
    assert "?q=churn%20board%3Aretail" in page
    assert escape("Posts with “churn”, without “nps”, on the board “Retail & shops”.") in page


def test_only_what_must_not_be_there_says_nothing(ann_client, many):
    page = ann_client.get(reverse("search"), {"q": "-churn"})
    assert list(page.context["hits"]) == []
    assert "Say at least one word that should." in page.content.decode()


def test_rooms_above_add_filters(ann, many):
    from django.db.models import Q

    def of_length(value, asking):
        if value != "short":
            raise filters.Mistake("There is only short.", "short")
        return filters.Meaning(Q(word_count__lt=2), "that are short", of_posts=True)

    filters.register("length", of_length, label="how long", example="short")
    try:
        assert found(ann, "churn length:short") == ["Churn in shops"]
        assert wrongs(ann, "churn length:long") == [("There is only short.", "short")]
    finally:
        del filters.known()["length"]


@pytest.mark.parametrize("words", ["board:inner", 'board:"inner circle"'])
def test_what_one_may_not_see_is_called_unknown(ann, maya, make_board, make_topic, words):
    """As is what does not exist: not even a misspelt name is set right."""
    group = Group.objects.get(name="Moderators")
    inner = make_board(name="Inner circle", slug="inner", audience="group", group=group)
    make_topic(board=inner, by=maya, tags=["secret-tag"], body="Our words.")
    for person in (AnonymousUser(), ann):
        ((sentence, meant),) = wrongs(person, words)
        assert sentence.startswith("There is no board called")
        assert meant == ""
        others = wrongs(person, "tag:secret-tag author:maya author:mayaa board:iner")
        assert [meant for _sentence, meant in others] == [""] * 4
    assert wrongs(maya, f"{words} tag:secret-tag author:maya") == []


def test_a_search_costs_the_same_with_any_number_of_filters_of_one_kind(ann, many, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        assert find(Asked("churn kind:question is:unanswered board:retail in:title after:2020", ann))
