import pytest
from django.urls import reverse

from forums.discussions.models import Post

pytestmark = pytest.mark.django_db


def edit(client, post, body="Better words"):
    return client.post(reverse("forums:edit", args=[post.topic_id, post.number]), {"body": body})


@pytest.fixture
def post(topic):
    return topic.posts.get()


def test_an_author_mends_a_post(ann_client, ann, post):
    assert edit(ann_client, post).url == post.get_absolute_url()
    post.refresh_from_db()
    assert (post.html, post.edited_by) == ("<p>Better words</p>\n", ann)
    assert post.edited_at
    post.topic.refresh_from_db()
    assert post.topic.excerpt == "Better words"


def test_saving_the_same_text_changes_nothing(ann_client, post):
    edit(ann_client, post, body=post.body)
    post.refresh_from_db()
    assert post.edited_at is None


@pytest.mark.parametrize(("who", "status"), [("eli_client", 403), ("maya_client", 302), ("client", 302)])
def test_only_the_author_and_moderators_edit(request, post, who, status):
    assert edit(request.getfixturevalue(who), post).status_code == status
    post.refresh_from_db()
    assert (post.edited_at is not None) == (who == "maya_client")


def test_an_author_does_not_edit_a_closed_topic(ann_client, maya, post):
    post.topic.close(by=maya)
    assert edit(ann_client, post).status_code == 403


def test_an_imported_post_becomes_markdown_when_first_edited(ann_client, post):
    html = "<p>Some <strong>bold</strong> words</p><ul><li>one</li><li>two</li></ul>"
    Post.objects.filter(pk=post.pk).update(body=html, html=html, format="html")
    page = ann_client.get(reverse("forums:edit", args=[post.topic_id, post.number])).content.decode()
    assert "Some **bold** words" in page
    edit(ann_client, post, body="Some **bold** words\n\n- one\n- three")
    post.refresh_from_db()
    assert post.format == "markdown"
    assert "<li>three</li>" in post.html


def test_an_empty_text_is_refused_and_nothing_is_lost(ann_client, post):
    assert "There is no text yet." in edit(ann_client, post, body="").content.decode()
    post.refresh_from_db()
    assert post.body == "Ours has six."
