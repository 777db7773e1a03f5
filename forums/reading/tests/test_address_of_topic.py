"""The address of a topic says its title, and no title takes the address of a page beneath the topic."""

import re

import pytest
from django.urls import resolve

from forums.discussions.slugs import slug_of
from forums.urls import of_topic


def beneath():
    """The single words that have a page beneath a topic: reply, closure, …"""
    found = [re.match(r"([\w-]+)/", str(each.pattern)) for each in of_topic]
    return sorted({match[1] for match in found if match})


def test_the_title_makes_the_words():
    assert slug_of("Kaffee & Customer Journeys, Zürich") == "kaffee-customer-journeys-zurich"
    assert slug_of("Reply") == "reply-topic"
    assert slug_of("旅程") == "a-topic"
    assert max(len(slug_of("word " * 100)), len(slug_of("w" * 100))) == 80
    assert slug_of("w" * 100).endswith("w-topic")


def test_no_page_beneath_a_topic_has_two_words():
    assert {"reply", "closure", "watching", "facts"} <= set(beneath())
    assert [word for word in beneath() if "-" in word] == []


@pytest.mark.django_db
def test_a_topic_called_like_a_page_is_read_all_the_same(client, make_topic):
    for word in beneath():
        topic = make_topic(title=word.capitalize())
        assert resolve(topic.get_absolute_url()).url_name == "topic"
        assert client.get(topic.get_absolute_url()).status_code == 200
