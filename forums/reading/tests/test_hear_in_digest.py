"""What the discussions tell somebody once a week: answers to them, what they follow, what is new, one question."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from forums.discussions.models import Thanks, Topic
from forums.reading.digest import begun, said, thanked
from forums.reading.models import AllRead, Level, Reading, Reason, Watch
from members.connections.models import Block

pytestmark = pytest.mark.django_db
SECTIONS = [said.answers, said.followed, begun.new, begun.question, thanked.items]


@pytest.fixture
def keys(told_in_digest):
    return lambda section, person: [item.key for item in told_in_digest(section, person)]


def last_month():
    return timezone.now() - timedelta(days=30)


def test_an_answer_to_my_topic_is_told_with_its_first_words(ann, eli, topic, told_in_digest):
    topic.reply(by=eli, body="Give the painful step to one person, by name.")
    [item] = told_in_digest(said.answers, ann)
    assert item.headline == "Eli Brandt answered “How do you map a journey nobody owns?”"
    assert item.detail == "Give the painful step to one person, by name."
    assert (item.key, item.url) == (f"topic:{topic.pk}:2", f"{topic.get_absolute_url()}#post-2")


def test_several_answers_are_one_line_and_a_later_one_is_new_news(ann, eli, hana, topic, told_in_digest, keys):
    topic.reply(by=eli, body="One.")
    topic.reply(by=hana, body="Two.")
    [item] = told_in_digest(said.answers, ann)
    assert item.headline == "2 new answers to “How do you map a journey nobody owns?”"
    assert item.detail == "Hana Sato: Two."
    topic.reply(by=eli, body="Three.")
    assert keys(said.answers, ann) == [f"topic:{topic.pk}:4"]


def test_what_i_have_read_is_no_news(ann, ann_client, eli, topic, keys):
    topic.reply(by=eli, body="One.")
    ann_client.get(topic.get_absolute_url())
    assert keys(said.answers, ann) == []


def test_my_own_words_and_old_ones_are_no_news(ann, eli, make_topic, keys):
    topic = make_topic(now=last_month())
    topic.reply(by=eli, body="One.", now=last_month())
    topic.reply(by=ann, body="Thank you.")
    assert keys(said.answers, ann) == []


def test_a_hidden_answer_is_not_told(ann, eli, maya, topic, keys):
    topic.reply(by=eli, body="Buy my course.").hide(by=maya)
    assert keys(said.answers, ann) == []
    assert keys(said.answers, maya) == []


def test_what_i_watch_is_told_and_what_i_muted_is_not(ann, eli, hana, make_topic, keys):
    watched, muted, mine = make_topic(), make_topic(), make_topic(by=eli)
    Reading.watch(eli, watched, reason=Reason.CHOSE)
    Reading.watch(eli, muted, reason=Reason.CHOSE, level=Level.MUTED)
    Reading.watch(eli, mine, reason=Reason.CHOSE, level=Level.MUTED)
    for topic in [watched, muted, mine]:
        topic.reply(by=hana, body="News.")
    assert keys(said.followed, eli) == [f"topic:{watched.pk}:2"]
    assert keys(said.answers, eli) == []
    assert f"topic:{muted.pk}:1" not in keys(begun.new, eli)


def test_new_topics_are_told_the_liveliest_first(eli, hana, make_topic, told_in_digest):
    quiet, lively, old = make_topic(), make_topic(replies=3), make_topic(now=last_month())
    found = told_in_digest(begun.new, eli)
    assert [item.key for item in found] == [f"topic:{lively.pk}:1", f"topic:{quiet.pk}:1"]
    assert found[0].detail == "Ann Okafor began it in Journey mapping · 3 replies"
    assert old.get_absolute_url() not in [item.url for item in found]


def test_a_topic_i_opened_is_not_new_and_neither_is_my_own(ann, eli, eli_client, topic, keys):
    eli_client.get(topic.get_absolute_url())
    assert (keys(begun.new, eli), keys(begun.new, ann)) == ([], [])


def test_one_question_that_waits_is_told_until_somebody_answers(ann, eli, cleo, make_topic, keys):
    topic = make_topic(kind=Topic.QUESTION)
    assert keys(begun.question, eli) == [f"topic:{topic.pk}:1"]
    assert keys(begun.question, ann) == [], "it is hers"
    topic.reply(by=cleo, body="Like this.")
    assert keys(begun.question, eli) == []


def test_a_question_where_i_may_not_write_is_not_asked_of_me(ann, cleo, eli, make_topic, make_board, keys):
    topic = make_topic(kind=Topic.QUESTION, board=make_board(posting="members"))
    assert keys(begun.question, cleo) == []
    assert keys(begun.question, eli) == [f"topic:{topic.pk}:1"]


@pytest.mark.parametrize("section", SECTIONS)
def test_who_is_no_member_any_more_hears_nothing_of_the_members_boards(
    section, ann, hana, bob, make_topic, make_board, keys
):
    board = make_board(audience="members", posting="members")
    Reading.watch(bob, make_topic(board=board, kind=Topic.QUESTION, replies=2), reason=Reason.CHOSE)
    make_topic(board=board, kind=Topic.QUESTION)
    own = make_topic(board=board)
    Topic.objects.filter(pk=own.pk).update(author=bob)  # from when he was one
    own.reply(by=hana, body="An answer.")
    assert keys(section, bob) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_hidden_topics_are_nobodys_news(section, ann, eli, maya, make_topic, keys):
    for topic in [make_topic(kind=Topic.QUESTION), make_topic(replies=1)]:
        Reading.watch(maya, topic, reason=Reason.CHOSE)
        topic.hide(by=maya)
    assert (keys(section, eli), keys(section, maya)) == ([], [])


def test_all_sections_cost_the_same_at_any_length_and_for_any_number_of_readers(
    eli, hana, make_person, make_topic, make_readers
):
    def fill(count):
        for _ in range(count):
            make_topic(kind=Topic.QUESTION)
            Reading.watch(eli, make_topic(replies=1), reason=Reason.CHOSE)
            Thanks.say(post=make_topic(by=eli).reply(by=hana, body="An answer."), by=eli)

    def cost(*people):
        readers = make_readers(eli, *people)
        with CaptureQueriesContext(connection) as queries:
            for section in SECTIONS:
                assert section(readers, readers.edition.now)
        return len(queries)

    fill(1)
    one = cost(hana)
    fill(8)
    assert cost(hana, *(make_person() for _ in range(20))) == one <= 14


class TestWhy:
    """Each line says why it is there."""

    def why(self, told_in_digest, section, person):
        return [item.why[0].sentence for item in told_in_digest(section, person)]

    def test_what_i_asked_and_when(self, ann, eli, make_topic, told_in_digest, clock):
        clock(datetime(2026, 3, 20, 12, tzinfo=UTC))
        topic = make_topic(kind=Topic.QUESTION, tags=["journey maps"])
        clock(datetime(2026, 3, 22, 12, tzinfo=UTC))
        topic.reply(by=eli, body="One.")
        assert self.why(told_in_digest, said.answers, ann) == ["You asked about journey maps on 20 March."]
        clock(datetime(2026, 6, 20, 12, tzinfo=UTC))
        topic.reply(by=eli, body="Two.")
        assert self.why(told_in_digest, said.answers, ann) == ["You asked about journey maps in March."]
        clock(datetime(2027, 2, 20, 12, tzinfo=UTC))
        topic.reply(by=eli, body="Three.")
        assert self.why(told_in_digest, said.answers, ann) == ["You asked about journey maps in March 2026."]

    def test_what_i_follow_and_by_what(self, ann, eli, hana, make_topic, make_board, told_in_digest):
        measuring = make_board(name="Measuring")
        topics = [make_topic(by=hana, board=measuring), make_topic(by=hana, tags=["voc"]), make_topic(by=hana)]
        Watch.choose(eli, board=measuring, level=Level.FOLLOWING)
        Watch.choose(eli, tag=topics[1].taggings.get().tag, level=Level.FOLLOWING)
        topics[2].reply(by=eli, body="I am in.")
        topics[2].reply(by=hana, body="Welcome.")
        assert set(self.why(told_in_digest, said.followed, eli)) == {
            "You follow the board “Measuring”.",
            "You follow “voc”.",
            "You took part in it.",
        }

    def test_boards_i_read_and_those_i_never_open(self, eli, eli_client, hana, make_topic, make_board, told_in_digest):
        measuring, other = make_board(name="Measuring"), make_board(name="Elsewhere")
        eli_client.get(make_topic(by=hana, board=measuring, now=last_month()).get_absolute_url())
        make_topic(by=hana, board=measuring)
        make_topic(by=hana, board=other, replies=3)
        make_topic(by=hana, board=make_board(name="Nowhere"))
        assert sorted(self.why(told_in_digest, begun.new, eli)) == [
            "It began in “Nowhere”.",
            "Much talked of in “Elsewhere”.",
            "You read the board “Measuring”.",
        ]


def test_thanks_are_told_by_name_in_one_line_a_post(ann, eli, hana, olga, topic, told_in_digest):
    answer = topic.reply(by=ann, body="Give it to one person.")
    for person in [eli, hana, olga]:
        Thanks.say(post=answer, by=person)
    [item] = told_in_digest(thanked.items, ann)
    assert item.headline == f"Olga Petrenko and 2 others thanked you for your post in “{topic}”"
    assert told_in_digest(thanked.items, eli) == []


def test_thanks_of_somebody_i_blocked_or_for_what_is_hidden_are_not_told(ann, eli, maya, topic, told_in_digest):
    answer = topic.reply(by=ann, body="Give it to one person.")
    Thanks.say(post=answer, by=eli)
    Block.put(by=ann, on=eli)
    assert told_in_digest(thanked.items, ann) == []
    Block.lift(by=ann, on=eli)
    assert len(told_in_digest(thanked.items, ann)) == 1
    answer.hide(by=maya)
    assert told_in_digest(thanked.items, ann) == []


def test_thanks_for_what_i_wrote_without_a_name_are_not_told(ann, eli, nameless_topic, told_in_digest):
    Thanks.say(post=nameless_topic().posts.get(number=1), by=eli)
    assert told_in_digest(thanked.items, ann) == []


def test_everything_marked_as_read_is_no_news(ann, eli, topic, keys):
    topic.reply(by=eli, body="One.")
    AllRead.mark(ann, timezone.now() + timedelta(milliseconds=1))
    assert keys(said.answers, ann) == []
