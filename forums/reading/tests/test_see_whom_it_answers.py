import pytest
from django.urls import reverse

from forums.reading.models import PAGE
from members.connections.models import Block

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(make_topic, ann, eli):
    """Ann began it; Eli and Ann wrote two pages."""
    topic = make_topic(by=ann)
    for number in range(2, PAGE + 3):
        topic.reply(by=eli if number % 2 else ann, body=f"Number {number}.")
    return topic


def page_with(client, post):
    return client.get(post.get_absolute_url(), follow=True).content.decode()


def test_a_post_says_whom_it_answers_on_the_same_page(client, topic, hana, eli):
    post = topic.reply(by=hana, body="So did we.", reply_to=PAGE + 1)
    assert f'<a href="#post-{PAGE + 1}">to {eli.name}</a>' in page_with(client, post)


def test_and_leads_to_the_page_where_that_stands(client, topic, hana, eli):
    post = topic.reply(by=hana, body="As you said at the start.", reply_to=3)
    address = reverse("forums:post", args=[topic.pk, 3])
    assert f'<a href="{address}">to {eli.name}</a>' in page_with(client, post)
    assert "Number 3." in client.get(address, follow=True).content.decode()


def test_that_it_answers_the_post_before_needs_no_words(client, topic, hana):
    post = topic.reply(by=hana, body="Yes.", reply_to=topic.last_number)
    assert 'class="post-answers"' not in page_with(client, post)


def test_a_hidden_post_is_not_named(client, topic, hana, maya):
    post = topic.reply(by=hana, body="I disagree.", reply_to=3)
    topic.posts.get(number=3).hide(by=maya)
    assert 'class="post-answers"' not in page_with(client, post)


def test_somebody_you_blocked_is_not_named(client, topic, hana, eli, cleo):
    post = topic.reply(by=hana, body="I disagree.", reply_to=3)
    Block.put(by=cleo, on=eli)
    client.force_login(cleo)
    assert 'class="post-answers"' not in page_with(client, post)
