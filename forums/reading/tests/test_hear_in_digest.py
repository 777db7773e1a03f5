"""What the discussions tell somebody once a week: answers to them, what they follow, what is new, one question."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.discussions.models import Topic
from forums.reading import digest
from forums.reading.models import Level, Reading, Reason

pytestmark = pytest.mark.django_db
SECTIONS = [digest.answers, digest.followed, digest.new, digest.question]


def told(section, person):
    """The items of one section about the last week."""
    now = timezone.now() + timedelta(seconds=1)
    return section(person, now - timedelta(days=7), now)


def keys(section, person):
    return [item.key for item in told(section, person)]


def last_month():
    return timezone.now() - timedelta(days=30)


def test_an_answer_to_my_topic_is_told_with_its_first_words(ann, eli, topic):
    topic.reply(by=eli, body="Give the painful step to one person, by name.")
    [item] = told(digest.answers, ann)
    assert item.headline == "Eli Brandt answered “How do you map a journey nobody owns?”"
    assert item.detail == "Give the painful step to one person, by name."
    assert (item.key, item.url) == (f"topic:{topic.pk}:answers:2", f"{topic.get_absolute_url()}#post-2")


def test_several_answers_are_one_line_and_a_later_one_is_new_news(ann, eli, hana, topic):
    topic.reply(by=eli, body="One.")
    topic.reply(by=hana, body="Two.")
    [item] = told(digest.answers, ann)
    assert item.headline == "2 new answers to “How do you map a journey nobody owns?”"
    assert item.detail == "Hana Sato: Two."
    topic.reply(by=eli, body="Three.")
    assert keys(digest.answers, ann) == [f"topic:{topic.pk}:answers:4"]


def test_what_i_have_read_is_no_news(ann, ann_client, eli, topic):
    topic.reply(by=eli, body="One.")
    ann_client.get(topic.get_absolute_url())
    assert keys(digest.answers, ann) == []


def test_my_own_words_and_old_ones_are_no_news(ann, eli, make_topic):
    topic = make_topic(now=last_month())
    topic.reply(by=eli, body="One.", now=last_month())
    topic.reply(by=ann, body="Thank you.")
    assert keys(digest.answers, ann) == []


def test_a_hidden_answer_is_not_told(ann, eli, maya, topic):
    topic.reply(by=eli, body="Buy my course.").hide(by=maya)
    assert keys(digest.answers, ann) == []
    assert keys(digest.answers, maya) == []


def test_what_i_watch_is_told_and_what_i_muted_is_not(ann, eli, hana, make_topic):
    watched, muted, mine = make_topic(), make_topic(), make_topic(by=eli)
    Reading.watch(eli, watched, reason=Reason.CHOSE)
    Reading.watch(eli, muted, reason=Reason.CHOSE, level=Level.MUTED)
    Reading.watch(eli, mine, reason=Reason.CHOSE, level=Level.MUTED)
    for topic in [watched, muted, mine]:
        topic.reply(by=hana, body="News.")
    assert keys(digest.followed, eli) == [f"topic:{watched.pk}:posts:2"]
    assert keys(digest.answers, eli) == []
    assert f"topic:{muted.pk}:new" not in keys(digest.new, eli)


def test_new_topics_are_told_the_liveliest_first(eli, hana, make_topic):
    quiet, lively, old = make_topic(), make_topic(replies=3), make_topic(now=last_month())
    found = told(digest.new, eli)
    assert [item.key for item in found] == [f"topic:{lively.pk}:new", f"topic:{quiet.pk}:new"]
    assert found[0].detail == "Ann Okafor began it in Journey mapping · 3 replies"
    assert old.get_absolute_url() not in [item.url for item in found]


def test_a_topic_i_opened_is_not_new_and_neither_is_my_own(ann, eli, eli_client, topic):
    eli_client.get(topic.get_absolute_url())
    assert (keys(digest.new, eli), keys(digest.new, ann)) == ([], [])


def test_one_question_that_waits_is_told_until_somebody_answers(ann, eli, cleo, make_topic):
    topic = make_topic(kind=Topic.QUESTION)
    assert keys(digest.question, eli) == [f"topic:{topic.pk}:unanswered"]
    assert keys(digest.question, ann) == [], "it is hers"
    topic.reply(by=cleo, body="Like this.")
    assert keys(digest.question, eli) == []


def test_a_question_where_i_may_not_write_is_not_asked_of_me(ann, cleo, eli, make_topic, make_board):
    topic = make_topic(kind=Topic.QUESTION, board=make_board(posting="members"))
    assert keys(digest.question, cleo) == []
    assert keys(digest.question, eli) == [f"topic:{topic.pk}:unanswered"]


@pytest.mark.parametrize("section", SECTIONS)
def test_who_is_no_member_any_more_hears_nothing_of_the_members_boards(section, ann, hana, bob, make_topic, make_board):
    board = make_board(audience="members", posting="members")
    Reading.watch(bob, make_topic(board=board, kind=Topic.QUESTION, replies=2), reason=Reason.CHOSE)
    make_topic(board=board, kind=Topic.QUESTION)
    own = make_topic(board=board)
    Topic.objects.filter(pk=own.pk).update(author=bob)  # from when he was one
    own.reply(by=hana, body="An answer.")
    assert keys(section, bob) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_hidden_topics_are_nobodys_news(section, ann, eli, maya, make_topic):
    for topic in [make_topic(kind=Topic.QUESTION), make_topic(replies=1)]:
        Reading.watch(maya, topic, reason=Reason.CHOSE)
        topic.hide(by=maya)
    assert (keys(section, eli), keys(section, maya)) == ([], [])


def test_a_section_costs_the_same_at_any_length(eli, hana, make_topic, django_assert_max_num_queries):
    def fill(count):
        for _ in range(count):
            make_topic(kind=Topic.QUESTION)
            Reading.watch(eli, make_topic(replies=1), reason=Reason.CHOSE)
            make_topic(by=eli).reply(by=hana, body="An answer.")

    for count in [1, 8]:
        fill(count)
        for section in SECTIONS:
            eli.__dict__.pop("_my_groups", None)
            with django_assert_max_num_queries(4):  # the reader, their groups, the topics, their newest posts
                assert told(section, eli)
