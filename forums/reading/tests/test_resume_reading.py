"""Unread never forgets: the reader's place is one number per topic they opened, and only moves forward."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Topic
from forums.reading.listing import rows_for
from forums.reading.models import AllRead, Reading
from forums.reading.reader import ask_anew
from forums.reading.unread import unread, with_place

pytestmark = pytest.mark.django_db


def read(client, topic, page=1):
    return client.get(f"{topic.get_absolute_url()}?page={page}")


def row_of(person, topic):
    ask_anew(person)
    return next(row for row in rows_for(person, Topic.objects.filter(pk=topic.pk)))


def unread_of(person):
    ask_anew(person)  # as in a new request
    return set(unread(with_place(Topic.objects.visible_to(person), person), person))


def test_a_topic_never_opened_has_no_row_and_is_new(eli, topic):
    assert not Reading.objects.filter(person=eli).exists()
    assert row_of(eli, topic).is_new
    assert unread_of(eli) == {topic}


def test_reading_moves_the_place_to_the_end_of_the_page(eli, eli_client, make_topic):
    topic = make_topic(replies=24)
    read(eli_client, topic)
    assert Reading.objects.get(person=eli).last_number == 20
    row = row_of(eli, Topic.objects.get(pk=topic.pk))
    assert row.unread == 5
    assert row.url == f"{topic.get_absolute_url()}?page=2#post-21"
    read(eli_client, topic, page=2)
    assert Reading.objects.get(person=eli).last_number == 25
    assert unread_of(eli) == set()


def test_going_back_a_page_does_not_forget(eli, eli_client, make_topic):
    topic = make_topic(replies=24)
    read(eli_client, topic, page=2)
    read(eli_client, topic, page=1)
    assert Reading.objects.get(person=eli).last_number == 25


def test_a_page_fetched_ahead_is_not_read(eli, eli_client, topic):
    eli_client.get(topic.get_absolute_url(), headers={"Sec-Purpose": "prefetch;prerender"})
    assert not Reading.objects.filter(person=eli).exists()


def test_the_page_says_where_the_new_posts_begin(ann, eli_client, topic):
    read(eli_client, topic)
    topic.reply(by=ann, body="Something new.")
    posts = read(eli_client, topic).context["page"].posts
    assert [post.is_first_new for post in posts] == [False, True]
    assert [post.is_first_new for post in read(eli_client, topic).context["page"].posts] == [False, False]


def test_ones_own_post_is_read(eli, topic):
    topic.reply(by=eli, body="Mine.")
    assert unread_of(eli) == set()


def test_everything_read_is_one_row_and_later_posts_are_news_again(eli, eli_client, ann, make_topic):
    topics = [make_topic() for _ in range(3)]
    eli_client.post(reverse("forums:everything_read"))
    assert AllRead.objects.filter(person=eli).count() == 1
    assert not Reading.objects.filter(person=eli).exists()
    assert unread_of(eli) == set()
    topics[0].reply(by=ann, body="News.")
    assert unread_of(eli) == {topics[0]}


def test_what_was_said_before_somebody_joined_is_not_news(make_person, topic):
    newcomer = make_person(joined_at=timezone.now() + timedelta(seconds=1))
    assert unread_of(newcomer) == set()


def test_a_muted_topic_stays_out_of_the_lists(eli, eli_client, topic):
    eli_client.post(reverse("forums:watching", args=[topic.pk]), {"level": "muted"})
    assert unread_of(eli) == set()
    assert row_of(eli, topic).unread == 0


def test_a_link_to_a_post_lands_on_its_page(client, make_topic):
    topic = make_topic(replies=40)
    response = client.get(reverse("forums:post", args=[topic.pk, 37]))
    assert response.url == f"{topic.get_absolute_url()}?page=2#post-37"
    assert client.get(reverse("forums:post", args=[topic.pk, 99])).status_code == 404


def test_a_page_that_is_not_there_is_not_found(client, topic):
    for page in ["0", "2", "x", "-1", "99999999999", "²"]:
        assert client.get(f"{topic.get_absolute_url()}?page={page}").status_code == 404, page


def test_an_old_title_in_the_address_leads_to_the_topic(client, topic):
    response = client.get(reverse("forums:topic", args=[topic.pk, "an-older-title"]))
    assert (response.status_code, response.url) == (301, topic.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_once_keep_the_later_place(eli, topic):
    def reach(number):
        try:
            Reading.reach(eli, topic, number)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(reach, [20, 60, 40, 5] * 5))
    assert Reading.objects.get(person=eli).last_number == 60
