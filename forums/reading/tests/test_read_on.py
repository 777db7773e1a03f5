"""After a topic, and in place of a long one: what to read on, and what helped others."""

import pytest
from django.urls import reverse

from forums.discussions.models import Tagging, Thanks
from forums.reading.related import ask_for_related


@pytest.fixture
def others(make_topic, make_board, topic):
    """A topic on the same board, one with the same tag elsewhere, and one only members read."""
    near = make_topic(title="Another thing on this board")
    tagged = make_topic(board=make_board(), title="Elsewhere with the same tag")
    inner = make_topic(board=make_board(audience="members"), title="Inner matters with the tag")
    for each in (topic, tagged, inner):
        Tagging.put(each, ["ownership"])
    return near, tagged, inner


def test_a_stranger_is_offered_what_is_public_those_with_a_shared_tag_first(topic, others, django_user_model):
    from django.contrib.auth.models import AnonymousUser

    near, tagged, _inner = others
    assert ask_for_related(topic.pk, AnonymousUser()).objects == [tagged, near]


def test_a_person_is_offered_what_they_have_not_read_first(eli, eli_client, topic, others):
    near, tagged, inner = others
    assert ask_for_related(topic.pk, eli).objects[-1] == near
    for read in (tagged, inner):
        eli_client.get(read.get_absolute_url())
    assert ask_for_related(topic.pk, eli).objects[0] == near


def test_it_costs_one_query(eli, topic, others, make_topic, django_assert_num_queries):
    for number in range(12):
        make_topic(title=f"One more thing {number}")
    ask_for_related(topic.pk, eli)  # what is known of a person once per request
    with django_assert_num_queries(1):
        found = ask_for_related(topic.pk, eli).objects
        assert [str(each.board) for each in found]
    assert len(found) == 5


def test_a_long_topic_is_read_in_short_by_what_people_thanked_for(client, eli_client, ann, eli, make_topic):
    topic = make_topic(replies=60)
    for number in (7, 31):
        Thanks.say(post=topic.posts.get(number=number), by=eli)
    page = client.get(reverse("forums:best", args=[topic.pk])).content.decode()
    assert "Ours has six." in page
    assert "Reply number 6." in page
    assert "5 posts left out" in page
    assert "Reply number 30." in page
    assert "30 posts after this" in page
    assert "Reply number 12." not in page


def test_a_short_topic_has_no_shorter_view_and_an_unthanked_one_says_so(client, topic, make_topic):
    assert client.get(reverse("forums:best", args=[topic.pk])).status_code == 404
    long = make_topic(replies=55)
    assert (
        "Nobody has thanked for a post here yet" in client.get(reverse("forums:best", args=[long.pk])).content.decode()
    )


def test_what_one_may_not_read_has_no_short_view_either(client, cleo_client, make_board, make_topic):
    inner = make_topic(replies=55, board=make_board(audience="members"))
    for reader in (client, cleo_client):
        assert reader.get(reverse("forums:best", args=[inner.pk])).status_code == 404
