"""The earlier texts of a post: kept with their name, compared by words, seen by who may read the post."""

import time

import pytest
from django.urls import reverse

from forums.discussions.differences import between
from forums.discussions.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(ann, maya, topic):
    post = topic.posts.get()
    post.edit(by=ann, body="Ours has seven owners.")
    post.edit(by=maya, body="Ours has seven.", title="How do you map a journey that nobody owns?")
    return post


def history(client, post, **about):
    return client.get(reverse("forums:history", args=[post.topic_id, post.number]), about)


def test_each_text_is_there_with_who_wrote_it(client, post):
    page = history(client, post)
    texts = [(text.version, text.voice) for text in page.context["texts"]]
    assert texts == [(3, "Maya Castillo"), (2, "Ann Okafor"), (1, "Ann Okafor")]
    words = " ".join(page.content.decode().split())
    assert "removed:" in words
    assert "How do you map a journey nobody owns?" in words  # the title it had
    assert [(piece.kind, piece.text) for piece in page.context["pieces"]] == [
        ("same", "Ours has seven"),
        ("gone", " owners"),
        ("same", "."),
    ]


def test_an_earlier_change_has_its_own_page_and_the_first_text_stands_whole(client, post):
    kinds = [piece.kind for piece in history(client, post, version=2).context["pieces"]]
    assert {"gone", "new"} <= set(kinds)
    first = history(client, post, version=1)
    assert "As it was first" in first.content.decode()
    assert "Ours has six." in first.content.decode()


@pytest.mark.parametrize("version", ["4", "99"])
def test_a_text_that_never_was_is_not_found(client, post, version):
    assert history(client, post, version=version).status_code == 404


def test_a_post_that_was_never_edited_has_no_history(client, topic):
    assert history(client, topic.posts.get()).status_code == 404


def test_the_post_says_how_often_it_was_edited(client, post):
    page = " ".join(client.get(post.topic.get_absolute_url()).content.decode().split())
    assert "edited 2 times" in page


def test_saving_the_same_keeps_no_text(ann, topic):
    post = topic.posts.get()
    post.edit(by=ann, body=post.body)
    assert (post.version, post.revisions.count()) == (1, 0)


def test_who_may_not_read_the_post_reads_none_of_its_texts(client, ann_client, cleo_client, maya, maya_client, post):
    post.hide(by=maya)
    assert [history(each, post).status_code for each in (client, ann_client, maya_client)] == [404, 404, 200]
    post.restore(by=maya)
    post.topic.hide(by=maya)
    assert history(cleo_client, post).status_code == 404


def hiding(client, post, version, **fields):
    return client.post(reverse("forums:hiding", args=[post.topic_id, post.number, version]), fields)


def test_a_moderator_hides_an_earlier_text_and_it_is_in_no_comparison(ann_client, maya_client, post):
    hiding(maya_client, post, 2)
    hiding(maya_client, post, 2)
    assert [history(ann_client, post, version=each).context["is_withheld"] for each in (1, 2, 3)] == [False, True, True]
    assert "owners" not in history(ann_client, post, version=3).content.decode()
    assert "owners" in history(maya_client, post, version=2).content.decode()
    hiding(maya_client, post, 2, restore="1")
    assert "owners" in history(ann_client, post, version=2).content.decode()


def test_only_moderators_hide_texts(ann_client, client, post):
    assert hiding(ann_client, post, 2).status_code == 403
    assert hiding(client, post, 2).status_code == 302
    assert not post.revisions.filter(hidden_at__isnull=False).exists()


def test_an_imported_text_is_compared_as_markdown(ann, client, topic):
    post = topic.posts.get()
    Post.objects.filter(pk=post.pk).update(
        body="<p>Old <b>words</b></p>", html="<p>Old <strong>words</strong></p>", format="html"
    )
    post = topic.posts.get()
    post.edit(by=ann, body="New **words**")
    assert [(each.kind, each.text) for each in history(client, post).context["pieces"]] == [
        ("gone", "Old"),
        ("new", "New"),
        ("same", " **words**"),
    ]


def test_it_costs_the_same_for_one_text_and_for_many(ann, client, topic, django_assert_num_queries):
    post = topic.posts.get()
    for count in (2, 30):
        for number in range(count):
            post.edit(by=ann, body=f"Text {count} {number}")
        with django_assert_num_queries(5):
            history(client, post, version=2)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("a\n" * 25_000, "b\n" * 25_000),
        ("word " * 10_000, "other " * 8_000),
        ("\n".join(str(n) for n in range(700)), "\n".join(str(n) for n in range(700, 0, -1))),
        ("x" * 50_000, "y" * 50_000),
    ],
)
def test_texts_made_to_be_slow_are_compared_in_no_time(earlier, later):
    began = time.perf_counter()
    pieces = between(earlier, later)
    assert time.perf_counter() - began < 2
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == earlier
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == later
