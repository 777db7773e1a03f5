"""Two moderators, and somebody who writes, at the same moment: with real threads and real locks."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import DatabaseError, connection

from forums.discussions.models import NotMovable, Post, Topic
from forums.moderation.models import Act

pytestmark = pytest.mark.django_db(transaction=True)

WHY = "They are one."


@pytest.fixture
def unlocked(monkeypatch):
    """The verbs of moving look at the rows, and hold none of them: what would happen without their locks."""

    def look(self, *topics):
        for topic in topics:
            topic.refresh_from_db()

    monkeypatch.setattr(Topic, "_lock", look)


def at_once(*acts):
    """Run `acts` at the same moment, each with a connection of its own; returns what each gave or raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_two_that_merge_into_each_other_one_wins(maya, other_moderator, make_topic):
    for turn in range(4):
        one, two = make_topic(replies=3, title=f"One, told {turn}"), make_topic(replies=2, title=f"Two, told {turn}")
        first, second = Topic.objects.get(pk=one.pk), Topic.objects.get(pk=two.pk)
        said = at_once(
            lambda one=one, second=second: Act.merge(one, into=second, by=maya, reason=WHY),
            lambda two=two, first=first: Act.merge(two, into=first, by=other_moderator, reason=WHY),
        )
        assert sorted(type(each).__name__ for each in said) == ["Act", NotMovable.__name__], said
        left = Topic.objects.get(pk__in=[one.pk, two.pk], merged_into=None)
        assert left.post_count == left.posts.count() == 7
        assert sorted(left.posts.values_list("number", flat=True)) == list(range(1, 8))


def test_a_reply_at_the_moment_of_a_merge_is_not_lost(maya, eli, make_topic):
    ways = set()
    for turn in range(6):
        one, two = make_topic(replies=2, title=f"One, told {turn}"), make_topic(title=f"Two, told {turn}")
        mine, into = Topic.objects.select_related("board").get(pk=one.pk), Topic.objects.get(pk=two.pk)
        _act, post = at_once(
            lambda one=one, into=into: Act.merge(one, into=into, by=maya, reason=WHY),
            lambda mine=mine: mine.reply(by=eli, body="I wrote this meanwhile."),
        )
        assert isinstance(post, Post), post
        two.refresh_from_db()
        assert two.posts.filter(pk=post.pk).exists()
        assert sorted(two.posts.values_list("number", flat=True)) == list(range(1, 6))
        assert (two.last_number, two.post_count) == (5, 5)
        ways.add(two.posts.get(pk=post.pk).number)
    assert ways <= {4, 5}


def test_without_the_lock_two_merges_both_begin_and_the_database_ends_one(
    maya, other_moderator, make_topic, unlocked, monkeypatch
):
    one, two = make_topic(replies=3, title="One"), make_topic(replies=2, title="Two")
    both, hand_over = Barrier(2), Topic._become_part_of

    def together(self, target):
        both.wait(5)  # each has seen that the other is still a topic of its own
        return hand_over(self, target)

    monkeypatch.setattr(Topic, "_become_part_of", together)
    said = at_once(
        lambda: Act.merge(Topic.objects.get(pk=one.pk), into=Topic.objects.get(pk=two.pk), by=maya, reason=WHY),
        lambda: Act.merge(
            Topic.objects.get(pk=two.pk), into=Topic.objects.get(pk=one.pk), by=other_moderator, reason=WHY
        ),
    )
    (ended,) = [each for each in said if not isinstance(each, Act)]
    assert isinstance(ended, DatabaseError), said  # a deadlock, or a topic that would be part of itself


def test_without_the_lock_a_reply_at_the_moment_of_a_merge_stays_behind(maya, eli, make_topic, unlocked, monkeypatch):
    one, two = make_topic(replies=2, title="One"), make_topic(title="Two")
    handed, replied, hand_over = Event(), Event(), Topic._become_part_of

    def slowly(self, target):
        went = hand_over(self, target)
        handed.set()
        replied.wait(5)
        return went

    def reply():
        handed.wait(5)
        try:
            return Topic.objects.select_related("board").get(pk=one.pk).reply(by=eli, body="I wrote this meanwhile.")
        finally:
            replied.set()

    monkeypatch.setattr(Topic, "_become_part_of", slowly)
    _act, post = at_once(
        lambda: Act.merge(Topic.objects.get(pk=one.pk), into=Topic.objects.get(pk=two.pk), by=maya, reason=WHY), reply
    )
    one.refresh_from_db()
    assert one.merged_into == two
    assert Post.objects.get(pk=post.pk).topic_id == one.pk, "in a topic that is no more"
