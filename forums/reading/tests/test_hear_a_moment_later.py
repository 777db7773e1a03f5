"""Watchers are told by a worker a moment after a post: each of them once, whatever becomes of worker and Redis."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from forums.discussions.models import Thanks, Topic
from forums.reading import telling
from forums.reading.models import Level, Reading, Reason, Untold, Watch
from forums.reading.models.untold import AGAIN_AFTER
from members.connections.models import Block
from members.mail import waking
from members.mail.models import Mail, Notice

pytestmark = pytest.mark.django_db
POSTED = "forums/reading/posted"


def notices(person):
    return list(Notice.objects.filter(person=person).order_by("pk"))


def letters(person):
    return list(
        Mail.objects.filter(to=person, kind=POSTED).order_by("thing_number").values_list("thing_number", flat=True)
    )


@pytest.fixture
def topic(make_topic, told_by_hand):
    topic = make_topic()
    told_by_hand()
    return topic


def test_whoever_writes_waits_for_nobody_and_the_worker_tells_once(ann, eli, topic, told_by_hand):
    topic.reply(by=eli, body="One sheet of paper on the wall.")
    assert (notices(ann), letters(ann)) == ([], [])
    assert told_by_hand() == 1
    assert told_by_hand() == 0
    assert ([notice.headline.split(" replied")[0] for notice in notices(ann)], letters(ann)) == (["Eli Brandt"], [2])


def test_two_posts_wake_one_worker_after_their_commit(eli, make_topic, django_capture_on_commit_callbacks, monkeypatch):
    woken = []
    monkeypatch.setattr(waking.current_app, "send_task", woken.append)
    with django_capture_on_commit_callbacks(execute=True):
        make_topic().reply(by=eli, body="One.")
        assert woken == []
    assert woken.count("forums.reading.tasks.tell") == 1


def test_with_the_broker_away_the_next_telling_finds_it(
    ann, eli, make_topic, told_by_hand, django_capture_on_commit_callbacks, monkeypatch
):
    def away(name):
        raise OSError(name)

    monkeypatch.setattr(waking.current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True):
        make_topic().reply(by=eli, body="One.")
    assert letters(ann) == []
    told_by_hand()
    assert letters(ann) == [2]


def test_what_never_came_to_be_is_not_told_of(ann, eli, topic, told_by_hand):
    with transaction.atomic():
        topic.reply(by=eli, body="One.")
        transaction.set_rollback(True)
    assert told_by_hand() == 0
    assert notices(ann) == []


def test_all_that_was_said_meanwhile_is_one_notice_and_a_letter_a_post(ann, eli, hana, topic, told_by_hand):
    for by in [eli, hana, ann, eli]:
        topic.reply(by=by, body="A thought.")
    assert told_by_hand() == 4
    [notice] = notices(ann)
    assert notice.headline.split(" replied")[0] == "Eli Brandt", "what came before she wrote herself, she has read"
    assert (notice.count, notice.first_number, notice.last_number) == (1, 5, 5)
    assert letters(ann) == [5]
    [for_hana] = notices(hana)
    assert (for_hana.count, for_hana.first_number, for_hana.last_number) == (2, 4, 5)


def test_who_answers_before_the_worker_came_hears_nothing_of_what_they_answered(ann, eli, make_topic, told_by_hand):
    topic = make_topic(by=ann)
    topic.reply(by=eli, body="One.")
    assert told_by_hand() == 2
    assert (notices(eli), letters(eli), letters(ann)) == ([], [], [2])


def test_the_beginning_of_a_topic_and_its_replies_are_notices_of_their_own(
    ann, cleo, eli, board, make_topic, told_by_hand
):
    Watch.choose(cleo, level=Level.EVERY, board=board)
    topic = make_topic()
    topic.reply(by=eli, body="One.")
    assert told_by_hand() == 2
    assert [notice.headline.split(" ", 2)[2].split(" “")[0] for notice in notices(cleo)] == ["began", "replied in"]


def test_who_blocked_one_of_the_writers_hears_of_the_others(ann, eli, hana, topic, told_by_hand):
    Block.put(by=ann, on=eli)
    topic.reply(by=eli, body="One.")
    topic.reply(by=hana, body="Two.")
    told_by_hand()
    assert ([notice.headline.split(" replied")[0] for notice in notices(ann)], letters(ann)) == (["Hana Sato"], [3])


@pytest.mark.parametrize("happens", ["muted", "left", "hidden board"])
def test_rights_and_wishes_are_those_of_the_moment_of_telling(ann, eli, board, topic, told_by_hand, happens):
    topic.reply(by=eli, body="One.")
    if happens == "muted":
        Reading.watch(ann, topic, reason=Reason.CHOSE, level=Level.MUTED)
    elif happens == "left":
        ann.suspended_until = timezone.now() + timedelta(days=1)
        ann.save(update_fields=["suspended_until"])
    else:
        type(board).objects.filter(pk=board.pk).update(audience="members")
        ann.belong_until(None, by=None)
    told_by_hand()
    assert (notices(ann), letters(ann)) == ([], [])


def test_who_has_read_it_before_the_worker_came_has_nothing_new(ann, ann_client, eli, topic, told_by_hand):
    topic.reply(by=eli, body="One.")
    ann_client.get(topic.get_absolute_url())
    told_by_hand()
    assert not ann.notices.unread().exists()


def test_who_reads_it_while_it_is_told_has_nothing_new(ann, eli, topic, told_by_hand, monkeypatch):
    tell = telling.tell_pieces

    def meanwhile(*args, **about):
        Reading.reach(ann, topic, 2)
        tell(*args, **about)

    monkeypatch.setattr(telling, "tell_pieces", meanwhile)
    topic.reply(by=eli, body="One.")
    told_by_hand()
    assert notices(ann)
    assert not ann.notices.unread().exists()


def test_other_news_of_the_topic_stays_unread(ann, eli, topic, told_by_hand):
    Thanks.say(post=topic.posts.get(number=1), by=eli)
    topic.reply(by=eli, body="One.")
    told_by_hand()
    assert ann.notices.unread().count() == 2


def test_where_telling_fails_the_others_hear_and_it_is_tried_again(
    ann, eli, topic, make_topic, told_by_hand, monkeypatch
):
    other, letters_of = make_topic(title="Another one altogether"), telling.letters_of
    told_by_hand()

    def fails(post, people, **about):
        if post.topic_id == topic.pk:
            raise ValueError
        return letters_of(post, people, **about)

    monkeypatch.setattr(telling, "letters_of", fails)
    for each in [topic, other]:
        each.reply(by=eli, body="One.")
    told_by_hand()
    assert [notice.thing_id for notice in notices(ann)] == [other.pk]
    monkeypatch.undo()
    assert told_by_hand() == 0, "not at once"
    assert told_by_hand(timezone.now() + AGAIN_AFTER) == 1
    assert [notice.thing_id for notice in notices(ann)] == [other.pk, topic.pk]
    assert not Untold.objects.exists()


def test_a_post_that_went_elsewhere_is_told_where_it_is(ann, eli, hana, maya, topic, make_topic, told_by_hand):
    other = make_topic(by=hana, title="Another one altogether")
    told_by_hand()
    topic.reply(by=eli, body="One.")
    topic.split_into(other, [2], by=maya)
    told_by_hand()
    assert [notice.thing_id for notice in notices(hana)] == [other.pk]


@pytest.mark.parametrize("how_many", [1, 30])
def test_telling_costs_the_same_for_any_number_of_watchers(
    make_person, eli, topic, told_by_hand, how_many, django_assert_num_queries
):
    for _ in range(how_many):
        Reading.watch(make_person(), topic, reason=Reason.CHOSE)
    topic.reply(by=eli, body="One.")
    topic.reply(by=eli, body="Two.")
    # what is due and its posts · who hears, who is blocked, who is called · choices, quiet hours, letters · who wants
    # notices, those there are, the new ones · the rows, who has read meanwhile, and that nothing more is due; two
    # transactions and a savepoint
    with django_assert_num_queries(20):
        assert told_by_hand() == 2
    assert Mail.objects.filter(kind=POSTED).count() == 2 * (how_many + 1)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_of_each_post_once(ann, eli, make_topic, told_by_hand):
    topics = [make_topic(title=f"Topic number {number}") for number in range(3)]
    told_by_hand()
    for _ in range(4):
        for topic in topics:
            topic.reply(by=eli, body="A thought.")
    start, told = threading.Barrier(2), []

    def work():
        start.wait()
        told.append(telling.tell_due())
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    telling.tell_due()  # what came while both were busy elsewhere
    assert sum(told) == 12
    assert sorted((notice.thing_id, notice.count) for notice in notices(ann)) == [(topic.pk, 4) for topic in topics]
    assert Mail.objects.filter(to=ann, kind=POSTED).count() == 12
    assert Topic.objects.filter(pk__in=[topic.pk for topic in topics], last_number=5).count() == 3
