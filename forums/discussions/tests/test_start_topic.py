"""Asking and telling: a topic is its title and a first post, in a board one may write in."""

import uuid

import pytest
from django.urls import reverse

from forums.discussions.models import NotAllowed, Post, Topic

pytestmark = pytest.mark.django_db
ASK = {"kind": "question", "board": "journey-mapping", "title": "How do you map a journey nobody owns?", "body": "Help"}


def ask(client, **changes):
    return client.post(reverse("forums:ask"), ASK | {"token": str(uuid.uuid4())} | changes)


def test_a_member_asks_and_lands_on_the_topic(ann_client, ann, board):
    answer = ask(ann_client)
    topic = Topic.objects.get()
    assert answer.url == topic.get_absolute_url()
    assert (topic.author, topic.board, topic.kind, topic.post_count, topic.last_number) == (
        ann,
        board,
        "question",
        1,
        1,
    )
    assert topic.posts.get().html == "<p>Help</p>\n"


def test_a_free_account_asks_where_accounts_may_write(cleo_client, board):
    ask(cleo_client)
    assert Topic.objects.count() == 1


def test_sending_the_form_twice_makes_one_topic(ann_client, board):
    token = str(uuid.uuid4())
    assert ask(ann_client, token=token).url == ask(ann_client, token=token).url
    assert (Topic.objects.count(), Post.objects.count()) == (1, 1)


def test_a_stranger_is_led_to_sign_in_and_back(client, board):
    answer = ask(client)
    assert answer.url == f"{reverse('account_login')}?next={reverse('forums:ask')}"
    assert not Topic.objects.exists()


def test_a_board_for_members_is_not_offered_to_a_free_account(cleo_client, board, make_board):
    make_board(slug="members-only", audience="members", posting="members")
    assert "members-only" not in cleo_client.get(reverse("forums:ask")).content.decode()
    assert ask(cleo_client, board="members-only").status_code == 200
    assert not Topic.objects.exists()


def test_a_lapsed_member_may_read_but_not_write_in_a_members_board(bob, make_board):
    with pytest.raises(NotAllowed):
        Topic.start(board=make_board(posting="members"), by=bob, title="Hello again", body="Hi")


def test_what_is_wrong_stands_beside_the_field_and_the_text_stays(ann_client, board):
    page = ask(ann_client, title="Short", body="A long story that must not be lost.").content.decode()
    assert "A few more words" in page
    assert "A long story that must not be lost." in page
    assert not Topic.objects.exists()


def test_a_text_longer_than_a_post_is_refused_in_words(ann_client, board):
    page = ask(ann_client, body="x" * 60_000).content.decode()
    assert "Could it become two?" in page


def test_the_preview_shows_the_text_and_saves_nothing(ann_client, board):
    page = ask(ann_client, body="**bold** words", preview="1").content.decode()
    assert "<strong>bold</strong> words" in page
    assert not Topic.objects.exists()


def test_the_preview_beside_the_field_is_what_would_be_stored(ann_client):
    answer = ann_client.post(reverse("forums:preview"), {"body": "# Big\n<script>alert(1)</script>"})
    assert answer.content.decode().startswith("<h3>Big</h3>")
    assert "<script" not in answer.content.decode()


def test_someone_who_can_write_nowhere_is_told_why(cleo_client, make_board):
    make_board(slug="members-only", audience="members", posting="members")
    assert cleo_client.get(reverse("forums:ask")).status_code == 403
