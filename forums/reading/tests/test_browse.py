"""Lists and topics: what is there, in which order, for whom, and at what cost."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Post, Thanks
from forums.reading.listing import ROWS
from forums.reading.models import Bookmark, Level, TopTopic, Watch
from members.connections.models import Block

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


# Who asks for what, and at most how many queries that costs, session, person and notices included.
COSTS = [
    ("client", "forums:latest", 1),
    ("client", "forums:boards", 1),
    ("client", "forums:top", 1),
    ("ann_client", "forums:latest", 6),
    ("ann_client", "forums:new", 6),
    ("ann_client", "forums:unread", 6),
    ("ann_client", "forums:since", 6),
    ("ann_client", "forums:top", 6),
    ("ann_client", "forums:unanswered", 6),
    ("ann_client", "forums:mine", 6),
    ("ann_client", "forums:kept", 6),
    ("ann_client", "forums:watches", 6),
    ("ann_client", "forums:boards", 4),
    ("ann_client", "home", 16),  # a letter from all floors: a line or two of each
    ("client", "home", 5),
]


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_list_costs_the_same_at_any_length(
    client, ann_client, ann, bob, make_topic, eli, how_many, django_assert_max_num_queries
):
    topic = fill(make_topic, eli, how_many)
    Watch.choose(ann, board=topic.board, level=Level.FOLLOWING)
    Block.put(by=ann, on=bob)
    for post in Post.objects.filter(number=1):
        Bookmark.keep(post=post, by=ann)
    TopTopic.reckon()
    browsers = {"client": client, "ann_client": ann_client}
    for who, name, most in COSTS:
        browsers[who].get(reverse(name))
        with django_assert_max_num_queries(most, info=f"{who} at {name}"):
            assert browsers[who].get(reverse(name)).status_code == 200


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_board_and_a_tag_cost_the_same_at_any_length(
    ann_client, maya, make_topic, how_many, django_assert_max_num_queries
):
    for number in range(how_many):
        topic = make_topic(title=f"Topic number {number}", tags=["maps"])
    topic.pin(by=maya)
    for address in [topic.board.get_absolute_url(), reverse("forums:tag", args=["maps"])]:
        with django_assert_max_num_queries(6):
            assert ann_client.get(address).status_code == 200


def test_what_is_pinned_stands_first_on_the_first_page_and_nowhere_else(ann_client, maya, make_topic, monkeypatch):
    monkeypatch.setattr("forums.reading.listing.ROWS", 2)
    topics = [make_topic(title=f"Topic number {number}") for number in range(5)]
    topics[0].pin(by=maya)
    board = topics[0].board.get_absolute_url()
    first = ann_client.get(board)
    assert titles(first) == ["Topic number 0", "Topic number 4", "Topic number 3"]
    assert [row.is_pinned for row in first.context["rows"]] == [True, False, False]
    second = ann_client.get(board + first.context["older_url"])
    assert (titles(second), second.context["older_url"]) == (["Topic number 2", "Topic number 1"], None)


def test_a_pin_whose_time_is_over_stands_where_it_belongs(ann_client, maya, make_topic, clock):
    old = make_topic(title="Pinned for a day")
    old.pin(by=maya, until=timezone.now() + timedelta(days=1))
    make_topic(title="The newer one")
    assert titles(ann_client.get(old.board.get_absolute_url()))[0] == "Pinned for a day"
    clock(timedelta(days=2))
    assert titles(ann_client.get(old.board.get_absolute_url())) == ["The newer one", "Pinned for a day"]


def test_new_and_unread_are_two_lists(eli_client, ann, make_topic):
    opened, fresh = make_topic(title="Opened before"), make_topic(title="Never opened")
    eli_client.get(opened.get_absolute_url())
    opened.reply(by=ann, body="More.")
    assert titles(eli_client.get(reverse("forums:new"))) == [fresh.title]
    unread = eli_client.get(reverse("forums:unread"))
    assert (titles(unread), unread.context["rows"][0].unread) == ([opened.title], 1)


def test_what_was_said_since_the_last_visit_is_a_list_and_a_line(eli_client, make_topic, clock):
    old = make_topic(title="From before")
    eli_client.get(reverse("forums:latest"))
    assert "This seems to be your first visit." in eli_client.get(reverse("forums:since")).content.decode()
    clock(timedelta(hours=5))
    make_topic(title="In the meantime")
    clock(timedelta(hours=1))
    assert titles(eli_client.get(reverse("forums:since"))) == ["In the meantime"]
    latest = eli_client.get(reverse("forums:latest"))
    assert [row.begins_past for row in latest.context["rows"]] == [False, True]
    assert "You have been here since this line" in latest.content.decode()
    clock(timedelta(minutes=20))  # the same visit goes on
    assert titles(eli_client.get(reverse("forums:since"))) == ["In the meantime"]
    assert old.title not in titles(eli_client.get(reverse("forums:since")))


def test_the_top_is_what_was_talked_of_and_thanked_for(client, eli, hana, maya, make_topic):
    talked, thanked = make_topic(title="Much talked of", replies=2), make_topic(title="Thanked for")
    quiet = make_topic(title="Quiet")
    month_ago = timezone.now() - timedelta(days=20)
    old = make_topic(title="Of last month", now=month_ago)
    for number in range(5):
        old.reply(by=eli, body=f"Old {number}.", now=month_ago)
    for person in [eli, hana, maya]:
        Thanks.say(post=thanked.posts.get(), by=person)
    TopTopic.reckon()
    top = reverse("forums:top")
    assert titles(client.get(top, {"of": "week"})) == [thanked.title, talked.title]
    assert titles(client.get(top, {"of": "month"})) == [old.title, thanked.title, talked.title]
    assert quiet.title not in titles(client.get(top, {"of": "all"}))
    thanked.posts.get().hide(by=maya)
    TopTopic.reckon()
    assert titles(client.get(top, {"of": "week"})) == [talked.title]
    assert client.get(top, {"of": "century"}).status_code == 404


def test_the_top_goes_on_where_it_stopped(client, eli, make_topic, monkeypatch):
    monkeypatch.setattr("forums.reading.listing.ROWS", 2)
    for number in range(5):
        make_topic(title=f"Topic number {number}", replies=1 + number % 2)
    TopTopic.reckon()
    top, seen = reverse("forums:top"), []
    more = "?of=week"
    while more:
        page = client.get(top + more)
        seen, more = seen + titles(page), page.context["older_url"]
    assert (len(seen), len(set(seen))) == (5, 5)


def test_what_blocked_people_began_is_in_no_list_but_for_moderators(eli_client, eli, ann, maya, make_topic):
    make_topic(title="By somebody blocked")
    make_topic(title="By a moderator", by=maya)
    Block.put(by=eli, on=ann)
    Block.put(by=eli, on=maya)
    board = make_topic(title="Once more").board.get_absolute_url()
    for address in [reverse("forums:latest"), reverse("forums:new"), board]:
        assert titles(eli_client.get(address)) == ["By a moderator"], address
