"""Whoever wrote a post takes it back, and shows it again; nobody else does."""

import pytest
from django.urls import reverse

from forums.discussions.models import PostSearch
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(topic, eli):
    return topic.reply(by=eli, body="I should not have said that.")


def send(client, post, **fields):
    return client.post(reverse("forums:taking_back", args=[post.topic_id, post.number]), fields, follow=True)


def words(client, topic):
    return client.get(topic.get_absolute_url()).content.decode()


def test_its_words_are_gone_and_its_place_stays(eli_client, ann_client, client, topic, post):
    assert "Take my post back" in eli_client.get(reverse("forums:edit", args=[topic.pk, 2])).content.decode()
    page = send(eli_client, post).content.decode()
    assert "You took your post back." in page
    assert "Show it again" in page
    for reader in [ann_client, client]:
        page = words(reader, topic)
        assert "should not have said" not in page
        assert "This post is no longer here." in page
        assert "Show it again" not in page
    topic.refresh_from_db()
    assert (topic.post_count, topic.last_number) == (1, 2)
    assert not PostSearch.objects.filter(post=post).exists()
    assert Entry.objects.get(action="discussions.post_hidden").details["reason"] == "Taken back by its author."


def test_it_can_be_shown_again(eli_client, client, topic, post):
    send(eli_client, post)
    assert "Your post is there again." in send(eli_client, post, again="1").content.decode()
    assert "should not have said" in words(client, topic)
    assert PostSearch.objects.filter(post=post).exists()


def test_twice_is_refused_and_changes_nothing(eli_client, post):
    send(eli_client, post)
    assert send(eli_client, post).status_code == 403
    send(eli_client, post, again="1")
    assert send(eli_client, post, again="1").status_code == 403


@pytest.mark.parametrize("who", ["ann_client", "maya_client"])
def test_nobody_takes_back_what_others_wrote(who, request, post):
    browser = request.getfixturevalue(who)
    assert send(browser, post).status_code == 403
    post.refresh_from_db()
    assert not post.is_hidden


def test_what_a_moderator_hid_its_author_does_not_bring_back(eli_client, maya, topic, post):
    post.hide(by=maya, reason="Unkind.")
    assert "Show it again" not in words(eli_client, topic)
    assert send(eli_client, post, again="1").status_code == 403


def test_what_opens_a_topic_stays_once_somebody_replied(ann_client, topic, eli):
    first = topic.posts.get(number=1)
    assert first.can_be_taken_back_by(topic.author)
    topic.reply(by=eli, body="We have five.")
    assert send(ann_client, first).status_code == 403


def test_before_anybody_replied_the_topic_goes_with_it(ann_client, client, topic):
    page = send(ann_client, topic.posts.get(number=1)).content.decode()
    assert "You took your topic back." in page
    assert client.get(topic.get_absolute_url()).status_code == 404
    topic.refresh_from_db()
    assert topic.hidden_by == topic.author


def test_a_nameless_author_takes_it_back_as_they_wrote_it(ann_client, ann, nameless_topic):
    topic = nameless_topic()
    post = topic.reply(by=ann, body="Said too much.", safely=True)
    send(ann_client, post)
    post.refresh_from_db()
    assert post.is_taken_back
    assert post.hidden_by == post.author != ann
    assert Entry.objects.get(action="discussions.post_hidden").by == post.author
    send(ann_client, post, again="1")
    post.refresh_from_db()
    assert not post.is_hidden
