"""Calling people by @: whom it reaches, whom it offers, and how many."""

import pytest
from django.urls import reverse

from forums.discussions.models import Mention, Topic
from forums.discussions.signals import people_mentioned
from members.connections.models import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """Who was told so far, by handle, one list for each time."""
    heard = []

    def hear(sender, post, people, **kwargs):
        heard.append([person.handle for person in people])

    people_mentioned.connect(hear)
    yield heard
    people_mentioned.disconnect(hear)


def test_who_is_called_is_told_once_and_marked(ann, eli, hana, topic, told):
    post = topic.reply(by=ann, body="What do you say, @eli-brandt? And @hana-sato, @Eli-Brandt, @ann-okafor?")
    assert told == [["eli-brandt", "hana-sato"]]
    assert post.html.count('class="mention"') == 4
    post.edit(by=ann, body="@eli-brandt and @hana-sato, and now @nobody.")
    assert len(told) == 1


def test_an_edit_tells_only_those_it_calls_anew(ann, eli, hana, topic, told):
    post = topic.reply(by=ann, body="Hello @eli-brandt")
    post.edit(by=ann, body="Hello @eli-brandt and @hana-sato")
    assert told == [["eli-brandt"], ["hana-sato"]]
    assert Mention.objects.filter(post=post).count() == 2


def test_only_who_may_read_the_board_is_called(ann, cleo, sam, make_board, told):
    closed = make_board(audience="members", posting="members")
    topic = Topic.start(board=closed, by=ann, title="Among members", body="@cleo-marchetti @sam-doyle")
    assert told == []
    assert "mention" not in topic.posts.get().html


def test_a_quote_calls_nobody(ann, eli, topic, told):
    topic.reply(by=ann, body="> @eli-brandt said so\n\nIndeed.")
    assert told == []


def test_more_than_a_post_can_call_are_refused_and_nothing_is_lost(eli_client, topic):
    body = " ".join(f"@m-{number}" for number in range(5000))
    page = eli_client.post(reverse("forums:reply", args=[topic.pk]), {"body": body}).content.decode()
    assert "one post can call 20" in page
    assert "@m-4999" in page
    assert topic.posts.count() == 1


def offered(client, **about):
    return [each["handle"] for each in client.get(reverse("forums:people"), about).json()["people"]]


def test_people_are_offered_by_any_of_their_names_those_of_the_topic_first(eli_client, eli, hana, make_person, topic):
    make_person(name="Hans Weber")
    topic.reply(by=hana, body="Here")
    assert offered(eli_client, q="ha", topic=topic.pk) == ["hana-sato", "hans-weber"]
    assert offered(eli_client, q="web", topic=topic.pk) == ["hans-weber"]
    assert offered(eli_client, q="", topic=topic.pk) == ["ann-okafor", "hana-sato"]
    assert offered(eli_client, q="eli", topic=topic.pk) == []  # oneself


def test_nobody_is_offered_who_could_not_read_it_or_is_blocked(
    ann_client, ann, cleo, eli, sam, make_person, make_board
):
    make_board(slug="inner", audience="members")
    make_person(name="Clemens Gone", email="c.1@old.imported.invalid")
    Block.put(by=ann, on=eli)
    assert offered(ann_client, q="cle", board="inner") == []
    assert offered(ann_client, q="eli", board="inner") == []
    assert offered(ann_client, q="sam", board="inner") == []
    assert offered(ann_client, q="cle") == ["cleo-marchetti"]


def test_a_board_one_cannot_see_and_a_stranger_get_nothing(client, cleo_client, make_board):
    make_board(slug="inner", audience="members")
    assert cleo_client.get(reverse("forums:people"), {"q": "ann", "board": "inner"}).status_code == 404
    assert client.get(reverse("forums:people"), {"q": "ann"}).status_code == 302


def test_the_list_costs_the_same_for_one_and_for_many(ann_client, make_person, topic, django_assert_num_queries):
    for rounds in (1, 30):
        for _each in range(rounds):
            make_person(name="Maria Lopez")
        with django_assert_num_queries(5):
            assert offered(ann_client, q="mar", topic=topic.pk)


def test_asked_like_a_program_it_says_so_kindly(ann_client, monkeypatch):
    monkeypatch.setattr("forums.discussions.views.mentions.is_too_fast", lambda *args, **options: True)
    response = ann_client.get(reverse("forums:people"), {"q": "eli"})
    assert (response.status_code, response.json()["people"]) == (429, [])
