"""Lists and topics: what is there, in which order, for whom, and at what cost."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.reading.listing import ROWS

pytestmark = pytest.mark.django_db


def titles(response):
    return [row.topic.title for row in response.context["rows"]]


def test_a_stranger_reads_public_boards_and_nothing_else(client, make_topic, make_board):
    make_topic(title="For everyone to read")
    make_topic(title="For members to read", board=make_board(audience="members"))
    assert titles(client.get(reverse("forums:latest"))) == ["For everyone to read"]


def test_the_newest_post_comes_first(client, make_topic, ann):
    old, new = make_topic(title="The older topic"), make_topic(title="The newer topic")
    assert titles(client.get(reverse("forums:latest"))) == [new.title, old.title]
    old.reply(by=ann, body="Up again.")
    assert titles(client.get(reverse("forums:latest"))) == [old.title, new.title]


def test_paging_shows_each_topic_once_even_when_a_new_one_arrives(client, make_topic):
    now = timezone.now()
    for number in range(ROWS + 5):
        make_topic(title=f"Topic number {number}", now=now - timedelta(minutes=number // 2))
    first = client.get(reverse("forums:latest"))
    make_topic(title="Just arrived now")
    second = client.get(reverse("forums:latest") + first.context["older_url"])
    seen = titles(first) + titles(second)
    assert len(seen) == len(set(seen)) == ROWS + 5
    assert second.context["older_url"] is None


@pytest.mark.parametrize("cursor", ["", "x", "1e999-5", "-", "nan-1", "99999999999999999999-1", "1.0-x"])
def test_a_broken_cursor_shows_the_first_page(client, topic, cursor):
    assert titles(client.get(reverse("forums:latest"), {"older": cursor})) in ([topic.title], [])


def test_unanswered_questions_are_a_page_of_their_own(client, make_topic, eli):
    waiting = make_topic(kind="question", title="Who owns the journey?")
    answered = make_topic(kind="question", title="Which survey tool?")
    answered.reply(by=eli, body="None.")
    make_topic(kind="discussion", title="Not a question")
    assert titles(client.get(reverse("forums:unanswered"))) == [waiting.title]


def test_mine_are_those_i_started(eli_client, eli, make_topic):
    make_topic()
    mine = make_topic(by=eli, title="Started by Eli")
    assert titles(eli_client.get(reverse("forums:mine"))) == [mine.title]


def test_a_board_shows_its_own_topics(client, topic, make_topic, make_board):
    make_topic(board=make_board(name="Other", slug="other"), title="Elsewhere entirely")
    assert titles(client.get(topic.board.get_absolute_url())) == [topic.title]


def test_empty_places_say_what_they_are_for(client, ann_client, board):
    assert "Nothing here yet" in client.get(board.get_absolute_url()).content.decode()
    assert "You have read everything" in ann_client.get(reverse("forums:unread")).content.decode()


def test_a_hidden_topic_is_gone_for_all_but_moderators(client, ann_client, maya_client, maya, topic):
    topic.hide(by=maya)
    for each in (client, ann_client):
        assert titles(each.get(reverse("forums:latest"))) == []
        assert each.get(topic.get_absolute_url()).status_code == 404
    assert maya_client.get(topic.get_absolute_url()).status_code == 200


def test_a_hidden_post_keeps_its_place_and_loses_its_words(client, maya, maya_client, topic, eli):
    topic.reply(by=eli, body="Unkind words.").hide(by=maya)
    assert "Unkind words" not in client.get(topic.get_absolute_url()).content.decode()
    assert 'id="post-2"' in client.get(topic.get_absolute_url()).content.decode()
    assert "Unkind words" in maya_client.get(topic.get_absolute_url()).content.decode()


def test_a_hidden_first_post_leaves_no_words_in_the_lists(client, maya, topic):
    opening = topic.posts.get()
    opening.hide(by=maya)
    assert "Ours has six" not in client.get(reverse("forums:latest")).content.decode()
    opening.edit(by=maya, body="Ours has six, they say.")
    assert "Ours has six" not in client.get(reverse("forums:latest")).content.decode()
    opening.restore(by=maya)
    assert "Ours has six, they say." in client.get(reverse("forums:latest")).content.decode()


def test_what_is_hidden_and_what_does_not_exist_look_the_same(client, make_topic, make_board):
    hidden = make_topic(board=make_board(audience="members"))
    address = hidden.get_absolute_url()
    missing = address.replace(f"/{hidden.pk}/", "/987654/")
    first, second = client.get(address), client.get(missing)
    assert (first.status_code, second.status_code) == (404, 404)
    pages = [
        response.content.decode().replace(asked, "").replace(quote(asked, safe=""), "")
        for response, asked in [(first, address), (second, missing)]
    ]
    assert quote(address, safe="") in first.content.decode(), "it offers to sign in and come back"
    assert pages[0] == pages[1]


def fill(make_topic, eli, count):
    for number in range(count):
        topic = make_topic(title=f"Topic number {number}")
        topic.reply(by=eli, body="An answer.")
    return topic


@pytest.mark.parametrize("how_many", [1, 30])
@pytest.mark.parametrize(
    ("who", "name", "most"),
    [
        ("client", "forums:latest", 1),
        ("client", "forums:boards", 1),
        ("ann_client", "forums:latest", 5),
        ("ann_client", "forums:unread", 5),
        ("ann_client", "forums:mine", 5),
        ("ann_client", "forums:boards", 4),
        ("ann_client", "home", 15),  # a letter from all floors: a line or two of each
        ("client", "home", 5),
    ],
)
def test_a_list_costs_the_same_at_any_length(
    request, who, name, most, how_many, make_topic, eli, django_assert_max_num_queries
):
    fill(make_topic, eli, how_many)
    browser = request.getfixturevalue(who)
    browser.get(reverse(name))
    with django_assert_max_num_queries(most):
        assert browser.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("how_many", [1, 30])
@pytest.mark.parametrize(("who", "most"), [("client", 2), ("hana_client", 8)])
def test_a_topic_costs_the_same_at_any_length(
    request, who, most, how_many, make_topic, eli, django_assert_max_num_queries
):
    topic = make_topic(replies=how_many)
    browser = request.getfixturevalue(who)
    with django_assert_max_num_queries(most):
        assert browser.get(topic.get_absolute_url()).status_code == 200
