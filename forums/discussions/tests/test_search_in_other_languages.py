"""A board has its language: its posts are found by the endings of that language, and by no other's."""

import pytest
from django.urls import reverse

from forums.discussions import languages
from forums.discussions.models import Board, PostSearch
from forums.discussions.search.finding import search
from forums.discussions.tasks import index_old_posts

pytestmark = pytest.mark.django_db


def found(person, words):
    return sorted(hit.topic.title for hit in search(person, words))


@pytest.fixture
def german(make_board):
    return make_board(name="Auf Deutsch", language="german")


def test_german_endings_are_known_on_a_german_board(ann, make_topic, german):
    make_topic(title="Kundenreisen in Häusern", body="Wir zeichneten sechs Reisen.", board=german)
    make_topic(title="Reise nach Wien", body="In English: journeys.")
    assert found(ann, "Reise") == ["Kundenreisen in Häusern", "Reise nach Wien"]
    assert found(ann, "Haus Reise") == ["Kundenreisen in Häusern"]
    assert found(ann, "häuser") == found(ann, "hausern") == ["Kundenreisen in Häusern"]


def test_each_board_answers_in_its_own_language_only(ann, make_topic, german):
    """“Die” says nothing in German, and something in English."""
    make_topic(title="What makes a journey die?", body="Nobody owns it.")
    make_topic(title="Wie die Reise beginnt", body="Langsam.", board=german)
    assert found(ann, "die") == ["What makes a journey die?"]


def test_the_snippet_marks_the_ending(ann, make_topic, german):
    make_topic(title="Eine Frage an alle", body="Wir zeichneten sechs Reisen.", board=german)
    assert "<mark>Reisen</mark>" in search(ann, "Reise").hits[0].snippet


@pytest.mark.parametrize("language", [name for name, _label in languages.CHOICES])
def test_every_language_can_be_searched(ann, make_topic, make_board, language):
    make_topic(title="Émigré résumé", board=make_board(language=language))
    assert found(ann, "emigre resume") == found(ann, "Émigré") == ["Émigré résumé"]


def test_another_language_or_name_makes_its_posts_anew(ann, carol_client, make_topic, make_board):
    board = make_board(name="Wien", slug="wien")
    make_topic(title="Reisen nach Wien", board=board, replies=1)
    assert found(ann, "Reise") == []
    about = {"name": "Vienna", "audience": "everyone", "posting": "accounts", "language": "german", "position": 0}
    answer = carol_client.post(reverse("admin:discussions_board_change", args=[board.pk]), about)
    assert answer.status_code == 302
    assert Board.objects.get(pk=board.pk).language == "german"
    index_old_posts()
    assert found(ann, "Reise") == found(ann, "vienna") == ["Reisen nach Wien"]


def test_old_rows_are_made_anew_little_by_little_the_newest_first(make_topic):
    topic = make_topic(replies=4)
    PostSearch.objects.update(version=1)
    assert PostSearch.index_old(most=2) == 2
    old = PostSearch.objects.filter(version=1).values_list("post__number", flat=True)
    assert sorted(old) == [1, 2, 3]
    assert PostSearch.index_old() == 3
    assert PostSearch.index_old() == 0
    assert topic.posts.count() == 5


def test_another_title_or_tag_is_found_with_the_answers_too(ann, eli, make_topic):
    topic = make_topic(title="Mapping journeys nobody owns")
    topic.reply(by=eli, body="A moustache helps.")
    topic.rename(by=ann, title="Measuring churn in banks")
    assert found(ann, "churn") == ["Measuring churn in banks"]
    index_old_posts()
    assert found(ann, "churn moustache") == ["Measuring churn in banks"]
    assert found(ann, "journeys moustache") == []
