"""What should not come and does: a clear answer beside the field, and the text is kept."""

import uuid

import pytest
from django.urls import reverse

from forums.discussions import markdown
from forums.discussions.models import Post
from forums.discussions.rendering import render_batch, render_old

pytestmark = pytest.mark.django_db


def reply(client, topic, **fields):
    return client.post(
        reverse("forums:reply", args=[topic.pk]), {"body": "Fine.", "token": str(uuid.uuid4()), **fields}
    )


def test_a_post_of_a_megabyte_says_how_long_one_can_be_and_gives_it_back(eli_client, topic):
    page = reply(eli_client, topic, body="long " * 200_000 + "the end").content.decode()
    assert "longer than one post can be (50000 characters)" in page
    assert "the end</textarea>" in page
    assert topic.posts.count() == 1


def test_characters_no_database_holds_are_left_out(eli_client, topic):
    reply(eli_client, topic, body="Two\x00 words")
    assert topic.posts.get(number=2).body == "Two words"


def test_in_a_title_too(eli_client, board):
    fields = {"kind": "question", "board": board.slug, "title": "How many\x00 owners?", "body": "Say."}
    eli_client.post(reverse("forums:ask"), fields)
    assert Post.objects.get().topic.title == "How many owners?"


@pytest.mark.parametrize(
    "body", ["@" * 49_000, "[^1]" * 12_000, "[" * 20_000, "> " * 5_000, "|" * 20_000, "`" * 20_000]
)
def test_texts_made_to_be_slow_are_rendered_all_the_same(eli_client, topic, body):
    assert reply(eli_client, topic, body=body + " x").status_code == 302


def test_a_preview_calls_nobody_and_shows_what_would_be_stored(eli_client, eli, ann, topic):
    body = "Hello @ann-okafor[^1]\n\n[^1]: Note"
    url = reverse("forums:preview") + f"?topic={topic.pk}"
    shown = eli_client.post(url, {"body": body}).content.decode()
    stored = topic.reply(by=eli, body=body).html
    assert shown.replace("-preview-", "-2-") == stored


def test_old_posts_are_rendered_anew_in_batches(ann, topic, monkeypatch):
    monkeypatch.setattr("forums.discussions.rendering.BATCH", 2)
    for number in range(4):
        topic.reply(by=ann, body=f"Word{number}[^1]\n\n[^1]: Note")
    Post.objects.update(render_version=1, html="<p>old</p>", excerpt="old")
    last = render_batch()
    assert Post.objects.filter(render_version=markdown.RENDER_VERSION).count() == 2
    assert render_batch(last) > last
    assert render_old() is False
    assert not Post.objects.filter(render_version=1).exists()
    topic.refresh_from_db()
    assert topic.excerpt == "Ours has six."
    assert "footnote" in topic.posts.get(number=3).html
    assert render_batch() is None
