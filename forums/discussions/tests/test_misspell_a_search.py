"""Words that were misspelt find what was meant, and say so."""

import pytest
from django.urls import reverse

from forums.discussions.models import SearchWord
from forums.discussions.search.asked import Asked
from forums.discussions.search.spelling import distance, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def maps(make_topic):
    topic = make_topic(title="Journey mapping for hospitals", body="Six pages about our résumé of churn.")
    SearchWord.reckon()
    return topic


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jurney", "journey"),
        ("jurney maping", "journey mapping"),
        ("hosiptals", "hospitals"),
        ("journeys hospitls", "journeys hospitals"),
        ("Jurney", "journey"),
    ],
)
def test_what_was_meant_is_found_and_said(ann, maps, typed, meant):
    looked = look(Asked(typed, ann))
    assert str(looked.meant) == meant
    assert [hit.topic for hit in looked.found] == [maps]


def test_the_page_says_so_and_shows_it(client, maps):
    page = client.get(reverse("search"), {"q": "jurney maping"}).content.decode()
    assert "Nothing for “jurney maping”. This is what was found for" in page
    assert "?q=journey%20mapping" in page
    assert maps.title in page


@pytest.mark.parametrize(
    "typed", ["journey", "journeys", "mapped", '"jurney"', "jurney is:closed", "xqzzy", "jury", "", "123"]
)
def test_nothing_is_suggested_for_what_is_right_in_quotes_or_far_off(ann, maps, typed):
    assert look(Asked(typed, ann)).meant is None


def test_a_word_others_misspell_too_is_found_both_ways(ann, eli, make_topic):
    for number in range(25):
        make_topic(title=f"Journey number {number}", body="Ours.")
    wrong = make_topic(title="My jurney here", body="So it was.")
    SearchWord.reckon()
    looked = look(Asked("jurney", ann))
    assert str(looked.meant) == "journey"
    assert looked.had_hits
    assert wrong.title in [hit.topic.title for hit in looked.found]
    assert len(looked.found) > 1
    assert looked.exact == '"jurney"'
    assert [hit.topic.title for hit in look(Asked(looked.exact, ann)).found] == [wrong.title]


def test_the_choice_that_finds_something_is_taken(ann, make_topic):
    """“Fit” is nearer to “rfit” than “rift” to many, but never stands with “oculus”."""
    for number in range(5):
        make_topic(title=f"What will fit {number}")
    goggles = make_topic(title="Oculus Rift for service blueprints")
    SearchWord.reckon()
    looked = look(Asked("oculus rfit", ann))
    assert [hit.topic for hit in looked.found] == [goggles]


def test_where_nothing_has_all_words_one_is_left_out(ann, ann_client, maps, make_topic):
    make_topic(title="Penguins", body="About penguins. Many penguins.")
    SearchWord.reckon()
    looked = look(Asked("hospitals churn penguins", ann))
    assert looked.without == "penguins"
    assert [hit.topic for hit in looked.found] == [maps]
    page = ann_client.get(reverse("search"), {"q": "hospitals churn penguins"}).content.decode()
    assert "Nothing has all of these words." in page


def test_titles_that_look_like_it_are_the_last_help(ann, make_topic):
    topic = make_topic(title="Omnichannelization of everything")
    looked = look(Asked("omnichanelisation", ann))  # the words were not read yet
    assert looked.meant is None
    assert looked.titles == [topic]


def test_it_costs_a_few_queries_and_the_same_at_any_number(ann, make_topic, django_assert_max_num_queries):
    for count in (1, 30):
        for _each in range(count):
            make_topic(title="Journey mapping for hospitals")
        SearchWord.reckon()
        with django_assert_max_num_queries(6):
            assert look(Asked("jurney maping hosiptals", ann)).found.hits


@pytest.mark.parametrize("typed", ["%", "' OR 1=1 --", "aaaa" * 40, "ЖЖЖЖЖ", "naïve résumés", "\x00abcd", "_____"])
def test_whatever_is_typed_is_answered(client, maps, typed):
    assert client.get(reverse("search"), {"q": typed}).status_code == 200


def test_letters_apart():
    assert distance("rfit", "rift") == distance("jurney", "journey") == 1
    assert distance("maping", "mapping") == distance("mappping", "mapping") == 0.5
    assert distance("same", "same") == 0
    assert distance("kitten", "sitting") == 3


def test_nothing_found_offers_to_ask_with_the_words_and_to_look_everywhere(ann_client, maps, make_board):
    make_board(name="Retail", slug="retail")
    page = ann_client.get(reverse("search"), {"q": "journey board:retail"}).content.decode()
    assert f"{reverse('forums:ask')}?title=journey" in page
    assert "Look for “journey” everywhere" in page
    assert 'value="journey"' in ann_client.get(reverse("forums:ask"), {"title": "journey"}).content.decode()
