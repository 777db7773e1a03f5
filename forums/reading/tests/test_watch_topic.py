"""Watching: who replies or chooses hears of the next post, once, with a reason; nobody else does."""

import pytest
from django.urls import reverse

from forums.reading.models import Level, Reading, Reason
from members.mail.models import Mail, Notice
from members.mail.preferences import stop

pytestmark = pytest.mark.django_db


def told(person):
    return Notice.objects.filter(person=person).count(), Mail.objects.filter(to=person).exclude(
        state="withheld"
    ).count()


def test_who_started_a_topic_hears_of_the_answer(ann, eli, topic):
    topic.reply(by=eli, body="Give it to one person.")
    assert told(ann) == (1, 1)
    assert Reading.objects.get(person=ann).reason == Reason.STARTED


def test_who_replied_hears_of_the_next_post_and_nobody_of_their_own(ann, eli, topic):
    topic.reply(by=eli, body="One.")
    assert told(eli) == (0, 0)
    topic.reply(by=ann, body="Two.")
    assert told(eli) == (1, 1)


def test_who_only_reads_hears_nothing(ann, eli, eli_client, topic):
    eli_client.get(topic.get_absolute_url())
    topic.reply(by=ann, body="More.")
    assert told(eli) == (0, 0)


def test_choosing_to_watch_and_not_to(ann, eli, eli_client, topic):
    url = reverse("forums:watching", args=[topic.pk])
    eli_client.post(url, {"level": "every"})
    topic.reply(by=ann, body="One.")
    eli_client.post(url, {"level": "normal"})
    topic.reply(by=ann, body="Two.")
    assert told(eli) == (1, 1)


def test_a_choice_outlives_a_reply(ann, eli, eli_client, topic):
    eli_client.post(reverse("forums:watching", args=[topic.pk]), {"level": "muted"})
    topic.reply(by=eli, body="I must say something after all.")
    assert Reading.objects.get(person=eli).level == Level.MUTED


def test_a_level_that_does_not_exist_changes_nothing(eli, eli_client, topic):
    eli_client.post(reverse("forums:watching", args=[topic.pk]), {"level": "shouting"})
    assert not Reading.objects.filter(person=eli).exists()


def test_who_may_no_longer_read_the_board_hears_nothing(ann, bob, make_topic, make_board):
    topic = make_topic(board=make_board(audience="members", posting="members"))
    Reading.watch(bob, topic, reason=Reason.CHOSE)  # while he was a member
    topic.reply(by=ann, body="For members.")
    assert told(bob) == (0, 0)


def test_a_suspended_person_hears_nothing(ann, sam, topic):
    Reading.watch(sam, topic, reason=Reason.CHOSE)
    topic.reply(by=ann, body="News.")
    assert told(sam) == (0, 0)


def test_who_stopped_the_letters_still_gets_the_notice(ann, eli, topic):
    stop(ann.pk, "forums/reading/posted")
    topic.reply(by=eli, body="Hello.")
    assert told(ann) == (1, 0)


def test_reading_the_post_reads_its_notice(ann, ann_client, eli, topic):
    topic.reply(by=eli, body="Hello.")
    assert ann.notices.unread().count() == 1
    ann_client.get(topic.get_absolute_url())
    assert ann.notices.unread().count() == 0


def test_the_letter_carries_the_words_and_the_way_back(ann, eli, topic, mails):
    post = topic.reply(by=eli, body="Give it to **one** person.")
    letter = mails(to=ann)[0]
    letter.render()
    assert "Eli Brandt" in letter.subject
    assert "Give it to **one** person." in letter.text
    assert "<strong>one</strong>" in letter.html
    assert post.get_absolute_url() in letter.text
    assert "You get this because you started this topic." in letter.text


@pytest.mark.parametrize("how_many", [1, 30])
def test_telling_many_costs_what_telling_one_does(eli, topic, make_person, how_many, django_assert_max_num_queries):
    for _ in range(how_many):
        Reading.watch(make_person(), topic, reason=Reason.CHOSE)
    with django_assert_max_num_queries(28):
        topic.reply(by=eli, body="To all of you.")
    assert Notice.objects.count() == how_many + 1
