"""Whatever happens in whatever order: what is unread is what a slow count over every post says."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from forums.discussions.models import Post, Topic
from forums.reading.models import AllRead, BoardRead, Reading, ReadingStart
from forums.reading.models.places import page_of
from forums.reading.reader import ask_anew, reader_of
from forums.reading.unread import new, unread, with_place
from members.connections.models import Block

pytestmark = pytest.mark.django_db


def counted(person):
    """{topic: unread posts} as the lists have them."""
    ask_anew(person)
    return {topic.pk: topic.my_fresh for topic in unread(with_place(Topic.objects.visible_to(person), person), person)}


class Ledger:
    """The slow count: what this reader has read of each topic, and everything that was said, kept by hand."""

    def __init__(self, reader):
        self.reader, self.read, self.blocked = reader, {}, set()
        self.begins, self.board_begins = reader.joined_at, {}

    def count(self):
        unread = {}
        for post in Post.objects.select_related("topic"):
            topic = post.topic
            place = self.read.get(topic.pk, 0)
            begins = max(self.begins, self.board_begins.get(topic.board_id, self.begins))
            shown = post.hidden_at is None and topic.hidden_at is None
            by_blocked = post.author_id in self.blocked or topic.author_id in self.blocked
            if shown and not by_blocked and post.number > place and (place or post.created_at > begins):
                unread[topic.pk] = unread.get(topic.pk, 0) + 1
        return unread

    def mark(self, board=None):
        for topic in Topic.objects.filter(pk__in=self.read, **({"board": board} if board else {})):
            self.read[topic.pk] = topic.last_number


class Life:
    """What happens on two boards, by chance; the ledger is told of what it should know."""

    def __init__(self, chance, ledger, cast, boards):
        self.chance, self.ledger, self.cast, self.boards = chance, ledger, cast, boards
        self.topics = []
        for _ in range(3):
            self.start()

    def start(self):
        by = self.chance.choice([self.cast["ann"], self.cast["hana"]])
        self.topics.append(Topic.start(board=self.chance.choice(self.boards), by=by, title="One", body="x"))

    def say(self):
        self.chance.choice(self.topics).reply(
            by=self.chance.choice([self.cast["ann"], self.cast["hana"]]), body="More."
        )

    def say_oneself(self):
        topic = self.chance.choice(self.topics)
        self.ledger.read[topic.pk] = topic.reply(by=self.ledger.reader, body="I too.").number

    def edit(self):
        self.chance.choice(Post.objects.all()).edit(by=self.cast["maya"], body=f"Better {self.chance.random()}.")

    def hide_or_restore(self):
        found = self.chance.choice([self.chance.choice(self.topics), self.chance.choice(Post.objects.all())])
        found.refresh_from_db()
        (found.restore if found.hidden_at else found.hide)(by=self.cast["maya"])

    def take_back_or_bring_back(self):
        post = self.chance.choice(Post.objects.exclude(author=None))
        if post.is_taken_back:
            post.bring_back(by=post.author)
        elif post.can_be_taken_back_by(post.author):
            post.take_back(by=post.author)

    def read(self):
        topic = Topic.objects.get(pk=self.chance.choice(self.topics).pk)
        last = self.chance.randint(1, topic.last_number)
        Reading.reach(self.ledger.reader, topic, last)
        self.ledger.read[topic.pk] = max(self.ledger.read.get(topic.pk, 0), last)

    def mark_all(self):
        AllRead.mark(self.ledger.reader)
        self.ledger.mark()
        self.ledger.begins = AllRead.objects.get().at

    def mark_board(self):
        board = self.chance.choice(self.boards)
        BoardRead.mark(self.ledger.reader, board)
        self.ledger.mark(board)
        self.ledger.board_begins[board.pk] = BoardRead.objects.get(board=board).at

    def block_or_lift(self):
        (Block.lift if self.ledger.blocked else Block.put)(by=self.ledger.reader, on=self.cast["hana"])
        self.ledger.blocked = set() if self.ledger.blocked else {self.cast["hana"].pk}

    def reckon(self):
        ReadingStart.reckon(self.ledger.reader)

    STEPS = [start, say, say, say, say_oneself, edit, hide_or_restore, hide_or_restore, read, read]
    STEPS += [take_back_or_bring_back, take_back_or_bring_back]
    STEPS += [mark_all, mark_board, block_or_lift, reckon, reckon]


@pytest.mark.parametrize("seed", range(4))
def test_after_any_sequence_the_counts_are_those_of_a_slow_recount(seed, eli, ann, hana, maya, make_board):
    chance, ledger = random.Random(seed), Ledger(eli)
    life = Life(chance, ledger, {"ann": ann, "hana": hana, "maya": maya}, [make_board(), make_board()])
    done = []
    for _turn in range(35):
        step = chance.choice(Life.STEPS)
        step(life)
        done.append(step.__name__)
        assert counted(eli) == ledger.count(), done


def test_the_start_bounds_the_scan_and_holds_what_is_unread(eli, ann, make_topic):
    long_ago = timezone.now() - timedelta(days=200)
    first = make_topic(now=long_ago)
    copies = [
        {"slug": "one", "title": "One", "created_at": at, "last_posted_at": at, "last_number": 1, "post_count": 1}
        for at in (long_ago + timedelta(hours=12 * n) for n in range(300))
    ]
    topics = Topic.objects.bulk_create(Topic(board=first.board, author=ann, **about) for about in copies)
    first.hide(by=ann)
    Reading.objects.bulk_create(
        Reading(person=eli, topic=topic, last_number=1) for topic in topics if topic is not topics[290]
    )
    ReadingStart.reckon(eli)
    assert reader_of(eli).start == topics[290].last_posted_at - timedelta(microseconds=1)
    assert counted(eli) == {topics[290].pk: 1}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discussions_topic")
        cursor.execute("ANALYZE reading_reading")
        cursor.execute("SET LOCAL enable_seqscan = off")
    found = unread(with_place(Topic.objects.visible_to(eli, boards=reader_of(eli).boards), eli), eli).newest_first()
    plan = found.explain(analyze=True, costs=False, timing=False, summary=False)
    topic_scan = next(line for line in plan.splitlines() if "discussions_topic" in line and "Scan" in line)
    assert "Index" in topic_scan
    assert "last_posted_at >" in plan
    looked_at = int(topic_scan.split("rows=")[-1].split()[0].split(".")[0])
    assert looked_at <= 10, plan


def test_what_is_restored_moves_the_start_back(eli, ann, maya, make_topic):
    old = make_topic(now=timezone.now() - timedelta(days=9))
    old.hide(by=maya)
    ReadingStart.reckon(eli)
    assert counted(eli) == {}
    old.restore(by=maya)
    assert counted(eli) == {old.pk: 1}


def test_a_board_one_sees_only_now_is_looked_at_as_a_whole(cleo, make_topic, network, make_board):
    table = make_board(audience="network", group=network.group, posting="accounts")
    inside = make_topic(board=make_board(), now=timezone.now() - timedelta(days=5))
    Topic.objects.filter(pk=inside.pk).update(board=table)
    ReadingStart.reckon(cleo)
    network.join(by=cleo)
    cleo.__dict__.pop("_my_groups", None)
    assert counted(cleo) == {inside.pk: 1}


def test_starts_are_reckoned_for_who_has_read_since(eli, hana, topic):
    Reading.reach(eli, topic, 1)
    assert (ReadingStart.reckon_due(), ReadingStart.reckon_due()) == (2, 0), "ann, who wrote it, and eli"
    Reading.reach(eli, topic, 1)
    assert ReadingStart.reckon_due() == 1
    assert not ReadingStart.objects.filter(person=hana).exists()


def test_marking_a_board_leaves_the_others(eli_client, eli, ann, make_topic, make_board):
    here, there = make_topic(), make_topic(board=make_board())
    eli_client.post(reverse("forums:board_read", args=[here.board.slug]))
    eli_client.post(reverse("forums:board_read", args=[here.board.slug]))
    assert counted(eli) == {there.pk: 1}
    here.reply(by=ann, body="News.")
    assert counted(eli) == {there.pk: 1, here.pk: 1}


def test_after_marking_the_count_begins_there(eli, ann, make_topic):
    topic = make_topic(replies=8)
    Reading.reach(eli, topic, 3)
    AllRead.mark(eli)
    topic.reply(by=ann, body="News.")
    assert counted(eli) == {topic.pk: 1}
    ask_anew(eli)
    found = with_place(Topic.objects.filter(pk=topic.pk), eli).get()
    assert (found.my_last_number, page_of(found.my_last_number + 1)) == (9, 1)
    assert not new(unread(with_place(Topic.objects.visible_to(eli), eli), eli), eli).exists()
