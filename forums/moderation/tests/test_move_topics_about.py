"""Whatever is moved, split off and merged in whatever order: numbers stay dense, counts and places true, and every
address that ever was leads to its post."""

import random
import re

import pytest
from django.db import connection
from django.urls import reverse

from forums.discussions.models import MovedPost, NotMovable, Post, PostSearch, Topic
from forums.moderation.models import Act
from forums.reading.models import AllRead, Reading
from forums.reading.reader import ask_anew, reader_of
from forums.reading.unread import unread, with_place

pytestmark = pytest.mark.django_db

WHY = "It belongs together."


class Community:
    """Topics on boards of two audiences, a reader who reads here and there, and a moderator who moves all of it.

    It remembers where each post was ever to be found, and what the reader has read of each topic.
    """

    def __init__(self, chance, reader, moderator, writers, boards):
        self.chance, self.reader, self.moderator, self.writers, self.boards = chance, reader, moderator, writers, boards
        self.addresses = {}  # (topic, number): post
        self.read = {}  # topic: number
        self.last_known = {}
        for _ in range(4):
            self.start()

    @property
    def topics(self):
        return list(Topic.objects.filter(merged_into=None, hidden_at=None).order_by("pk"))

    def note(self):
        for pk, topic, number in Post.objects.filter(kind=Post.POST).values_list("pk", "topic", "number"):
            assert self.addresses.setdefault((topic, number), pk) == pk, "a number was given twice"

    def start(self):
        kind = self.chance.choice(["question", "discussion"])
        by, board = self.chance.choice(self.writers), self.chance.choice(self.boards)
        Topic.start(board=board, by=by, title=f"Topic {self.chance.random()}", body="x", kind=kind)

    def say(self):
        topic = self.chance.choice(self.topics)
        topic.reply(by=self.chance.choice(self.writers), body="More.", reply_to=self.chance.randint(1, 3))

    def look_at(self):
        topic = self.chance.choice(self.topics)
        number = self.chance.randint(1, topic.last_number)
        Reading.reach(self.reader, topic, number)
        self.read[topic.pk] = max(self.read.get(topic.pk, 0), number)

    def mark_all(self):
        AllRead.mark(self.reader)
        for topic in Topic.objects.filter(pk__in=self.read):
            self.read[topic.pk] = max(topic.last_number, self.read[topic.pk])

    def hide(self):
        post = self.chance.choice(Post.objects.filter(kind="post", number__gt=1) or [None])
        if post:
            (post.restore if post.hidden_at else post.hide)(by=self.moderator)

    def split(self):
        topic = self.chance.choice(self.topics)
        there = list(topic.posts.filter(kind="post", number__gt=1).values_list("number", flat=True))
        numbers = self.chance.sample(there, self.chance.randint(0, len(there)))
        into = self.chance.choice([None, *self.topics])
        fresh = {} if into else {"title": "Split off from the other"}
        before = into.last_number if into else 0
        act = self.done(lambda: Act.split(topic, numbers, by=self.moderator, reason=WHY, into=into, **fresh))
        if act:
            self.carry(topic, act.other, sorted(numbers), before)

    def merge(self):
        topic, into = self.chance.choice(self.topics), self.chance.choice(self.topics)
        numbers, before = list(topic.posts.values_list("number", flat=True)), into.last_number
        if self.done(lambda: Act.merge(topic, into=into, by=self.moderator, reason=WHY)):
            self.carry(topic, into, numbers, before)
            self.read.pop(topic.pk, None)

    def move(self):
        topic, to = self.chance.choice(self.topics), self.chance.choice(self.boards)
        self.done(lambda: Act.move(topic, to=to, by=self.moderator, reason=WHY, widening=True))

    def done(self, act):
        try:
            return act()
        except NotMovable:
            return None

    def carry(self, source, target, numbers, before):
        """The rule of places, said once more: on where all that stood there was read, else as it was."""
        had = sum(number <= self.read.get(source.pk, 0) for number in numbers)
        if had and self.read.get(target.pk, 0) >= before:
            self.read[target.pk] = self.read.get(target.pk, 0) + had

    def slow_count(self):
        """{topic: posts to be read}, over every post."""
        found, begins = {}, reader_of(self.reader).begins
        for post in Post.objects.spoken().select_related("topic"):
            topic, place = post.topic, self.read.get(post.topic_id, 0)
            is_news = topic.hidden_at is None and topic.last_posted_at > begins and (place or post.created_at > begins)
            if is_news and post.number > place:
                found[topic.pk] = found.get(topic.pk, 0) + 1
        return found

    STEPS = [start, say, say, say, say, look_at, look_at, split, split, split, merge, move, hide, mark_all]


def counted(person):
    ask_anew(person)
    return {topic.pk: topic.my_fresh for topic in unread(with_place(Topic.objects.visible_to(person), person), person)}


@pytest.mark.parametrize("seed", [0, 5])
def test_after_any_sequence_everything_is_where_it_is_said_to_be(seed, eli, ann, hana, maya, maya_client, make_board):
    chance = random.Random(seed)
    boards = [make_board(), make_board(audience="accounts"), make_board(audience="members", posting="members")]
    life, done = Community(chance, eli, maya, [ann, hana], boards), []
    for step in [*chance.choices(Community.STEPS, k=28), Community.move, Community.split, Community.merge]:
        step(life)
        done.append(step.__name__)
        life.note()
        assert counted(eli) == life.slow_count(), done
    for topic in Topic.objects.all():
        posts = list(topic.posts.order_by("number"))
        assert [post.number for post in posts] == list(range(1, topic.last_number + 1))
        spoken = [post for post in posts if post.kind == "post" and not post.hidden_at]
        assert topic.post_count == len(spoken)
        if said := [post for post in posts if post.kind == "post"]:
            last = max(said, key=lambda post: (post.created_at, post.number))
            assert (topic.last_posted_at, topic.last_author_id) == (last.created_at, last.author_id)
    posts = Post.objects.filter(kind="post").in_bulk()
    assert len(life.addresses) > len(posts), "something was moved"
    for (topic, number), pk in life.addresses.items():
        now = MovedPost.place_of(topic, number) or posts[pk]
        assert now.pk == pk
        assert (now.topic_id, now.number) == (posts[pk].topic_id, posts[pk].number)
    for (topic, number), pk in chance.sample(sorted(life.addresses.items()), min(20, len(life.addresses))):
        post = Post.objects.select_related("topic").get(pk=pk)
        found = maya_client.get(reverse("forums:post", args=[topic, number]))
        assert re.search(rf"/discussions/{post.topic_id}/.*#post-{post.number}$", found.url), (topic, number)
    PostSearch.index_old()
    with connection.cursor() as cursor:  # what search reads is what a first reading would give
        cursor.execute("SELECT post_id, title, vector::text FROM discussions_postsearch ORDER BY 1")
        kept = cursor.fetchall()
        PostSearch.index(post_ids=Post.objects.values_list("pk", flat=True))
        cursor.execute("SELECT post_id, title, vector::text FROM discussions_postsearch ORDER BY 1")
        assert kept == cursor.fetchall()


def test_answers_point_at_the_post_they_answer_wherever_both_went(maya, ann, make_topic):
    topic = make_topic(replies=3)
    topic.reply(by=ann, body="To the third.", reply_to=3)
    topic.reply(by=ann, body="To the second.", reply_to=2)
    there = make_topic(title="Another of the same", replies=1)
    Act.split(topic, [3, 5, 6], into=there, by=maya, reason=WHY)
    assert list(there.posts.order_by("number").values_list("number", "reply_to_number")) == [
        (1, None),
        (2, None),
        (3, None),
        (4, 3),
        (5, None),
    ]
    Act.merge(there, into=topic, by=maya, reason=WHY)
    assert topic.posts.get(number=10).reply_to_number == 9
    assert MovedPost.place_of(topic.pk, 5).number == 10


def test_of_what_went_everybody_has_to_read_what_they_had_not_read(maya, eli, hana, bob, make_topic):
    topic = make_topic(replies=5)
    for reader, number in [(eli, 6), (hana, 4), (bob, 2)]:
        Reading.reach(reader, topic, number)
    fresh = Act.split(topic, [3, 5], by=maya, reason=WHY, title="What it costs").other
    read = {place.person: place.last_number for place in Reading.objects.filter(topic=fresh, reason="opened")}
    assert (read[eli], read[hana]) == (2, 1), "Hana had not come to the second of them"
    assert bob not in read, "who had read none of them finds the whole topic new"
    assert Reading.objects.get(person=hana, topic=topic).last_number == 4, "what stayed they read on where they were"


def test_what_goes_to_a_topic_one_has_not_finished_is_read_there_in_its_turn(maya, eli, hana, make_topic):
    topic, other = make_topic(replies=3), make_topic(title="Asked before", replies=3)
    for reader, number in [(eli, 4), (hana, 2)]:
        Reading.reach(reader, topic, 4)
        Reading.reach(reader, other, number)
    Act.split(topic, [2, 3], by=maya, reason=WHY, into=other)
    read = dict(Reading.objects.filter(topic=other, reason="opened").values_list("person", "last_number"))
    assert read[eli.pk] == 6, "who had finished it is past what came to it too"
    assert read[hana.pk] == 2, "a place is one number: it never passes over a post that nobody read"
