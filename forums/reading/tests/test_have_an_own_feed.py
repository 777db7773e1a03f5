"""A feed of what one follows: one's own address, what one may read at that moment, and an end to it."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse

from forums.discussions.models import Board
from forums.reading.models import FeedToken, Level, Reading, Reason, Watch
from members.connections.models import Block

from .test_follow_in_a_feed_reader import titles

pytestmark = pytest.mark.django_db
PAGE, MAKE, REMOVE = "forums:feeds", "forums:feed_making", "forums:feed_removal"


@pytest.fixture
def address(ann):
    return FeedToken.make(ann).address


def follow(person, topic, level=Level.FOLLOWING):
    Reading.watch(person, topic, level=level, reason=Reason.CHOSE)


def test_one_makes_it_sees_it_and_reads_it_without_signing_in(ann_client, ann, eli, make_topic):
    topic = make_topic(by=eli, title="What I follow")
    make_topic(by=eli, title="What I do not")
    follow(ann, topic)
    answer = ann_client.post(reverse(MAKE), follow=True)
    own = FeedToken.objects.get(person=ann)
    assert own.address in answer.content.decode()
    feed = Client().get(own.address)
    assert titles(feed) == ["What I follow"]
    assert feed["Cache-Control"] == "private, no-store"
    assert feed["X-Robots-Tag"] == "noindex"


def test_the_table_alone_gives_no_address(ann, address):
    own = FeedToken.objects.get(person=ann)
    token = address.rstrip("/").rpartition("/")[2]
    assert token not in [str(value) for value in own.__dict__.values()]
    assert Client().get(reverse("forums:own_feed", args=[own.hashed])).status_code == 404
    assert Client().get(reverse("forums:own_feed", args=[own.seed])).status_code == 404


def test_made_twice_it_is_the_same(ann_client, ann, address):
    ann_client.post(reverse(MAKE))
    assert FeedToken.objects.get(person=ann).address == address


def test_a_new_address_ends_the_old_one(ann_client, ann, address):
    ann_client.post(reverse(MAKE), {"anew": "1"})
    assert Client().get(address).status_code == 404
    assert Client().get(FeedToken.objects.get(person=ann).address).status_code == 200


def test_taken_back_it_is_gone_and_once_more_too(ann_client, ann, address):
    for _time in range(2):
        assert ann_client.post(reverse(REMOVE)).status_code == 302
        assert Client().get(address).status_code == 404
    assert "Make my feed" in ann_client.get(reverse(PAGE)).content.decode()


def test_nobody_else_sees_or_ends_it(client, eli_client, address):
    eli_client.post(reverse(REMOVE))
    assert client.get(address).status_code == 200
    for reader in [client, eli_client]:
        assert address not in reader.get(reverse(PAGE)).content.decode()
    assert client.post(reverse(MAKE)).status_code == 302
    assert FeedToken.objects.count() == 1


def test_another_secret_of_the_portal_leaves_it_working(ann, address, settings, ann_client):
    settings.SECRET_KEY, old = "another-secret-of-the-portal", settings.SECRET_KEY
    assert Client().get(address).status_code == 200
    assert FeedToken.objects.get(person=ann).address == ""
    settings.SECRET_KEY_FALLBACKS = [old]
    assert FeedToken.objects.get(person=ann).address == address


def test_only_what_one_may_read_at_that_moment(ann, eli, maya, make_topic, make_board, address):
    board = make_board(audience="members")
    topic = make_topic(by=eli, board=board, title="Among members")
    follow(ann, topic)
    assert titles(Client().get(address)) == ["Among members"]
    topic.hide(by=maya)
    assert titles(Client().get(address)) == []
    topic.restore(by=maya)
    topic.posts.get().hide(by=maya)
    assert titles(Client().get(address)) == []
    topic.posts.get().restore(by=maya)
    ann.belong_until(None, by=None)  # the membership ends
    assert titles(Client().get(address)) == []


def test_a_board_that_closes_leaves_the_feed(ann, topic, address):
    Watch.choose(ann, board=topic.board, level=Level.FOLLOWING)
    follow(ann, topic)
    assert titles(Client().get(address)) == [topic.title]
    few = Group.objects.create(name="A few")
    Board.objects.filter(pk=topic.board_id).update(audience="group", group=few)
    assert titles(Client().get(address)) == []


def test_who_may_not_sign_in_has_no_feed(ann, address):
    ann.is_active = False
    ann.save(update_fields=["is_active"])
    assert Client().get(address).status_code == 404


def test_boards_and_tags_one_follows_are_in_it_and_muted_topics_are_not(ann, eli, make_topic, make_board, address):
    followed = make_board()
    Watch.choose(ann, board=followed, level=Level.FOLLOWING)
    on_board = make_topic(by=eli, board=followed, title="On a board I follow")
    tagged = make_topic(by=eli, board=make_board(), title="With a tag I follow", tags=["mapping"])
    Watch.choose(ann, tag=tagged.taggings.get().tag, level=Level.EVERY)
    muted = make_topic(by=eli, board=followed, title="Muted")
    follow(ann, muted, Level.MUTED)
    assert set(titles(Client().get(address))) == {on_board.title, tagged.title}


def test_the_words_of_blocked_people_are_not_in_it(ann, eli, topic, address):
    follow(ann, topic)
    topic.reply(by=eli, body="Hello.")
    Block.put(by=ann, on=eli)
    assert titles(Client().get(address)) == [topic.title]


def test_the_newest_come_first_and_no_more_than_fit(ann, eli, topic, address, monkeypatch):
    monkeypatch.setattr("forums.reading.around.own_feed.MOST", 3)
    follow(ann, topic)
    for number in range(5):
        topic.reply(by=eli, body=f"Number {number}.")
    answer = Client().get(address).content.decode()
    assert [f"Number {number}." in answer for number in range(5)] == [False, False, True, True, True]


def test_its_use_is_noted_by_the_hour(ann, address, clock):
    for _time in range(2):
        Client().get(address)
    first = FeedToken.objects.get(person=ann).used_at
    clock(timedelta(minutes=30))
    Client().get(address)
    assert FeedToken.objects.get(person=ann).used_at == first
    clock(timedelta(hours=1))
    Client().get(address)
    assert FeedToken.objects.get(person=ann).used_at > first


def test_the_address_never_stands_in_a_log(ann, address, caplog):
    gone = address
    FeedToken.take_back(ann)
    with caplog.at_level(logging.INFO):
        assert Client().get(gone).status_code == 404
        logging.getLogger("gunicorn.access").info('%(h)s "GET %(U)s"', {"h": "-", "U": gone})
    token = gone.rstrip("/").rpartition("/")[2]
    assert len(caplog.messages) == 2
    assert not any(token in message for message in caplog.messages)
    assert all("/feeds/own/…" in message for message in caplog.messages)


def test_what_it_costs_does_not_grow(ann, eli, make_topic, address, django_assert_max_num_queries):
    for number in range(12):
        topic = make_topic(by=eli, title=f"Topic {number}")
        follow(ann, topic)
        topic.reply(by=eli, body="More.")
    with django_assert_max_num_queries(7):
        assert len(titles(Client().get(address))) == 24


@pytest.mark.django_db(transaction=True)
def test_made_in_two_windows_at_once_it_is_one(ann):
    gate = Barrier(2)

    def make(_window):
        try:
            gate.wait(10)
            return FeedToken.make(ann).address
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as windows:
        first, second = windows.map(make, range(2))
    assert first == second == FeedToken.objects.get().address
