"""Replies: numbered without gaps, also when two people write at once; refused in words when a topic is closed."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from forums.discussions.models import Closed, NotAllowed, Post

pytestmark = pytest.mark.django_db


def answer(client, topic, **changes):
    fields = {"body": "We gave ours to the ops lead.", "token": str(uuid.uuid4())}
    return client.post(reverse("forums:reply", args=[topic.pk]), fields | changes)


def test_a_reply_stands_at_the_end_and_its_author_lands_on_it(eli_client, eli, topic):
    response = answer(eli_client, topic)
    topic.refresh_from_db()
    assert response.url == reverse("forums:post", args=[topic.pk, 2])
    assert (topic.post_count, topic.last_number, topic.last_author) == (2, 2, eli)


def test_sending_the_form_twice_makes_one_post(eli_client, topic):
    token = str(uuid.uuid4())
    assert answer(eli_client, topic, token=token).url == answer(eli_client, topic, token=token).url
    assert topic.posts.count() == 2


def test_the_token_of_someone_elses_post_gives_nothing_away(ann, eli, topic):
    token = uuid.uuid4()
    topic.reply(by=eli, body="Mine", token=token)
    assert topic.posts.filter(author=ann, token=token).first() is None


def test_an_answer_to_a_post_remembers_which(eli_client, topic):
    answer(eli_client, topic, reply_to="1")
    assert topic.posts.get(number=2).reply_to_number == 1


def test_an_answer_to_a_post_that_is_not_there_is_kept_without_it(eli_client, topic):
    answer(eli_client, topic, reply_to="99")
    assert topic.posts.get(number=2).reply_to_number is None


def test_a_topic_closed_meanwhile_gives_the_text_back(eli_client, ann, topic):
    topic.close(by=ann)
    page = answer(eli_client, topic, body="My long answer").content.decode()
    assert "was closed while you wrote" in page
    assert "My long answer" in page
    assert topic.posts.count() == 1


def test_a_moderator_may_still_write_in_a_closed_topic(maya, ann, topic):
    topic.close(by=ann)
    assert topic.reply(by=maya, body="A last word.").number == 2


def test_the_verb_refuses_too(eli, bob, ann, topic, make_topic, make_board):
    topic.close(by=ann)
    with pytest.raises(Closed):
        topic.reply(by=eli, body="Late")
    with pytest.raises(NotAllowed):
        make_topic(board=make_board(posting="members")).reply(by=bob, body="Lapsed")


def test_someone_who_may_only_read_gets_a_clear_no(cleo_client, make_topic, make_board):
    topic = make_topic(board=make_board(posting="members"))
    assert answer(cleo_client, topic).status_code == 403


def test_a_hidden_topic_does_not_exist(eli_client, maya, topic):
    topic.hide(by=maya)
    assert answer(eli_client, topic).status_code == 404


def test_a_hidden_post_is_not_counted(eli, maya, topic):
    post = topic.reply(by=eli, body="Unkind.")
    for change, count in [(post.hide, 1), (post.hide, 1), (post.restore, 2), (post.restore, 2)]:
        change(by=maya)
        topic.refresh_from_db()
        assert (topic.post_count, topic.last_number) == (count, 2)


def test_the_words_of_a_hidden_post_are_not_shown_to_whoever_answers_it(eli_client, eli, maya, topic):
    topic.reply(by=eli, body="Unkind words.").hide(by=maya)
    page = eli_client.get(reverse("forums:reply", args=[topic.pk]), {"to": "2"}).content.decode()
    assert "Unkind words" not in page


def test_a_stranger_is_led_to_sign_in(client, topic):
    assert reverse("account_login") in answer(client, topic).url
    assert topic.posts.count() == 1


def test_an_empty_reply_says_so(eli_client, topic):
    assert "There is no text yet." in answer(eli_client, topic, body="  ").content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_replies_at_the_same_moment_get_two_numbers(ann, eli, topic):
    def write(person):
        try:
            return type(topic).objects.get(pk=topic.pk).reply(by=person, body="At once").number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as many:
        numbers = sorted(many.map(write, [ann, eli, ann, eli, ann, eli]))
    topic.refresh_from_db()
    assert numbers == [2, 3, 4, 5, 6, 7]
    assert (topic.last_number, topic.post_count) == (7, 7)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_take_the_same_number(ann, eli, topic):
    """The control: numbering as one would naively, both reading before either writes; the database stops one."""
    both_have_read = Barrier(2, timeout=10)

    def write(person):
        try:
            number = type(topic).objects.get(pk=topic.pk).last_number + 1
            both_have_read.wait()
            Post.objects.create(topic=topic, number=number, author=person, body="At once")
            return "written"
        except IntegrityError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(write, [ann, eli])) == ["refused", "written"]
