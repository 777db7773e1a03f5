"""Quoting: the words of a post stand in the reply, with whose they are and where."""

import pytest
from django.urls import reverse

from forums.discussions.models import Post
from forums.discussions.quoting import quote_of

pytestmark = pytest.mark.django_db


def page_of(client, topic, **about):
    return client.get(reverse("forums:reply", args=[topic.pk]), about).context["form"]["body"].value()


def test_the_reply_page_comes_with_the_words(eli_client, topic):
    text = page_of(eli_client, topic, to=1, quote=1)
    assert text == f"> [Ann Okafor wrote:](/discussions/{topic.pk}/posts/1/)\n>\n> Ours has six.\n\n"


def test_what_is_sent_leads_to_whom_it_quotes(ann, eli, topic):
    post = topic.reply(by=eli, body=quote_of(topic.posts.get()) + "Ours too.")
    assert f'<blockquote>\n<p><a href="/discussions/{topic.pk}/posts/1/"' in post.html
    assert post.excerpt == "Ours too."


def test_quotes_and_notes_within_are_left_out_and_a_long_post_is_cut(eli, topic):
    post = topic.reply(by=eli, body="> old\n\nNew[^1].\n\n[^1]: Note\n    more\n\n" + "word " * 600)
    quote = quote_of(post)
    assert "old" not in quote
    assert "Note" not in quote
    assert "> New." in quote
    assert quote.rstrip().endswith("…")
    assert len(quote) < 1500


def test_a_name_with_brackets_breaks_nothing(eli, topic):
    topic.author.name = "Ann [x](javascript:alert(1))"
    post = topic.posts.get()
    post.author = topic.author
    assert "\\[x\\]" in quote_of(post)


def test_what_was_written_already_stays_above_the_quote(eli_client, topic):
    eli_client.post(reverse("forums:reply", args=[topic.pk]), {"body": "My start", "keep": "1"})
    text = page_of(eli_client, topic, quote=1)
    assert text.startswith("My start\n\n> [Ann")


def test_hidden_words_and_posts_that_are_not_there_are_not_quoted(eli_client, eli, maya, topic):
    topic.reply(by=eli, body="Unkind words.").hide(by=maya)
    assert not page_of(eli_client, topic, quote=2)
    assert not page_of(eli_client, topic, quote=99)
    assert not page_of(eli_client, topic, quote="x")


def test_an_imported_post_is_quoted_as_markdown(eli_client, topic):
    html = "<p>Some <strong>bold</strong> words</p>"
    Post.objects.filter(topic=topic).update(body=html, html=html, format="html")
    assert "> Some **bold** words" in page_of(eli_client, topic, quote=1)


def test_every_post_offers_it_to_who_may_reply(eli_client, client, topic):
    link = "?to=1&amp;quote=1"
    assert link in eli_client.get(topic.get_absolute_url()).content.decode()
    assert link not in client.get(topic.get_absolute_url()).content.decode()
