"""Two people editing one post: the second sees both texts, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from forums.discussions.models import EditedMeanwhile, Post

pytestmark = pytest.mark.django_db


def edit(client, post, **fields):
    return client.post(reverse("forums:edit", args=[post.topic_id, post.number]), fields)


@pytest.fixture
def post(topic):
    return topic.posts.get()


def test_the_second_sees_theirs_and_keeps_their_own(ann_client, maya, post):
    page = ann_client.get(reverse("forums:edit", args=[post.topic_id, 1]))
    version = page.context["form"]["version"].value()
    post.edit(by=maya, body="Theirs, from Maya.")
    page = edit(ann_client, post, body="Mine, from Ann.", version=version)
    words = page.content.decode()
    assert "Maya Castillo changed this post while you wrote" in words
    assert "Theirs, from Maya." in words
    assert "Mine, from Ann." in words
    post.refresh_from_db()
    assert post.body == "Theirs, from Maya."


def test_sent_again_it_takes_the_place_of_theirs_which_stays_in_the_history(ann_client, maya, post):
    post.edit(by=maya, body="Theirs.")
    page = edit(ann_client, post, body="Mine.", version=1)
    edit(ann_client, post, body="Mine.", version=page.context["form"]["version"].value())
    post.refresh_from_db()
    assert (post.body, post.version) == ("Mine.", 3)
    assert list(post.revisions.order_by("version").values_list("body", flat=True)) == ["Ours has six.", "Theirs."]


def test_the_same_text_twice_is_no_quarrel(ann_client, post):
    assert edit(ann_client, post, body="Better.", version=1).status_code == 302
    assert edit(ann_client, post, body="Better.", version=1).status_code == 302
    post.refresh_from_db()
    assert post.version == 2


def test_a_draft_begun_before_theirs_says_so_when_it_is_gone_on_with(ann_client, maya, post):
    edit(ann_client, post, body="My draft.", version=1, keep="1")
    post.edit(by=maya, body="Theirs.")
    page = ann_client.get(reverse("forums:edit", args=[post.topic_id, 1]))
    assert "Maya Castillo changed this post" in page.content.decode()
    assert page.context["form"]["body"].value() == "My draft."
    assert page.context["form"]["version"].value() == 2


def edited_by_both(post, people, **about):
    gate = Barrier(2)

    def write(person):
        try:
            mine = Post.objects.get(pk=post.pk)
            gate.wait(5)
            mine.edit(by=person, body=f"By {person.name}, {about}", **about)
        except EditedMeanwhile:
            return "told"
        else:
            return "saved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        return sorted(both.map(write, people))


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_one_is_saved_and_one_is_told(ann, maya, post):
    assert edited_by_both(post, [ann, maya], version=1) == ["saved", "told"]
    # Without saying which text they had before them the second would overwrite the first.
    assert edited_by_both(post, [ann, maya]) == ["saved", "saved"]
    post.refresh_from_db()
    assert post.version == 4
    assert post.revisions.count() == 3
