"""The page of a topic with everything on it: what it costs, and how it treats whom one blocked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Attachment, Post, Thanks, Topic
from forums.reading.models import PAGE, Bookmark, Level, Watch
from members.connections.models import Block
from members.progress.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(make_topic, make_board, eli, hana, ann):
    """`full(posts)`: a topic with a poll, files, thanks, a context card, tags and a neighbour; one post is kept."""

    def make(posts, **changes):
        make_topic(title="A neighbour of the journey")
        topic = make_topic(
            tags=["maps"], context={"sector": "banking"}, poll={"options": ["Yes", "No"]}, replies=posts - 1, **changes
        )
        Post.objects.filter(topic=topic).update(has_files=True)
        for post in topic.posts.all()[:3]:
            Thanks.say(post=post, by=eli)
            Bookmark.keep(post=post, by=hana)
        Block.put(by=hana, on=eli)
        Watch.choose(hana, board=topic.board, level=Level.FOLLOWING)
        topic.reply(by=ann, body="The last word.")
        return topic

    return make


@pytest.mark.parametrize("posts", [1, 30])
@pytest.mark.parametrize(("who", "most"), [("client", 5), ("hana_client", 8)])
def test_a_topic_with_everything_costs_the_same_at_any_length(
    request, who, most, posts, full, django_assert_max_num_queries
):
    topic = full(posts)
    browser = request.getfixturevalue(who)
    last = f"{topic.get_absolute_url()}?page={(topic.last_number - 1) // PAGE + 1}"
    for address in [topic.get_absolute_url(), last]:
        with django_assert_max_num_queries(most):
            page = browser.get(address)
        assert page.status_code == 200
    assert "A neighbour of the journey" in page.content.decode()


def test_a_text_under_way_and_its_files_cost_nothing_more(hana_client, hana, full, django_assert_max_num_queries):
    topic = full(30)
    key = f"reply:{topic.pk}"
    Draft.keep(by=hana, key=key, fields={"body": "Half a thought."})
    Attachment.send(SimpleUploadedFile("notes.txt", b"Half a page."), by=hana, key=key)
    with django_assert_max_num_queries(8):
        page = hana_client.get(f"{topic.get_absolute_url()}?page=2").content.decode()
    assert "Half a thought." in page
    assert "notes.txt" in page
    assert "Plain text, 12" in page


def test_answers_that_helped_come_with_the_posts_of_the_first_page(hana_client, full, django_assert_max_num_queries):
    topic = full(30, kind=Topic.QUESTION)
    topic.posts.filter(number__in=[3, 25]).update(accepted_at=timezone.now())
    Topic.objects.filter(pk=topic.pk).update(accepted_count=2)
    with django_assert_max_num_queries(8):
        page = hana_client.get(topic.get_absolute_url()).context["page"]
        assert [post.number for post in page.accepted] == [3, 25]
    assert [post.number for post in page.posts] == list(range(1, PAGE + 1))


def test_a_failure_says_who_hit_it_at_the_same_cost(
    hana_client, hana, make_topic, make_board, django_assert_max_num_queries
):
    parts = {"tried": "A survey.", "happened": "Nothing.", "would_do_now": "Ask people."}
    topic = make_topic(kind=Topic.FAILURE, board=make_board(audience="members"), story=parts)
    topic.story.hit(by=hana)
    with django_assert_max_num_queries(8):
        assert 'aria-pressed="true">We hit this too' in hana_client.get(topic.get_absolute_url()).content.decode()


def test_the_last_page_is_an_index_range(make_topic):
    topic = make_topic(replies=45)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        posts = topic.posts.between(41, 46)
        plan = posts.explain()
    assert "Index" in plan
    assert "number >= 41" in plan
    assert "OFFSET" not in str(posts.query)


def test_posts_of_whom_i_blocked_are_folded_and_their_place_stays(ann_client, ann, eli, maya, topic):
    post = topic.reply(by=eli, body="Something Ann would rather not read.")
    topic.reply(by=maya, body="Be kind, both of you.")
    Block.put(by=ann, on=eli)
    Block.put(by=ann, on=maya)
    page = ann_client.get(topic.get_absolute_url())
    assert [post.is_folded for post in page.context["page"].posts] == [False, True, False]
    assert page.content.decode().count("A post by somebody you blocked. Show it") == 1
    assert ann_client.get(post.get_absolute_url()).url.endswith("#post-2")
    assert 'id="post-2"' in page.content.decode()


def test_the_badge_of_the_page_that_reads_a_notice_does_not_count_it(ann_client, ann, eli, topic, make_topic):
    topic.reply(by=eli, body="One.")
    other = make_topic()
    other.reply(by=eli, body="Two.")
    assert "Notices, 1 new" in ann_client.get(topic.get_absolute_url()).content.decode()
    assert "Notices, 1 new" in ann_client.get(reverse("forums:latest")).content.decode()
    assert ann.notices.unread().count() == 1
