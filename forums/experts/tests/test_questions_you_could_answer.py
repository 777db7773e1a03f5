"""Questions one could answer, each with its reason; and who is asked when nobody answers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.discussions.models import Tag, Tagging, Topic
from forums.experts.matching import people_for, subjects_of
from forums.experts.models import MutedSubject, Referral
from forums.reading.models import Level, Reading, Reason, Watch
from members.connections.models import Block

pytestmark = pytest.mark.django_db

ADDRESS = "/experts/questions/"


@pytest.fixture
def tag(journey_mapping):
    return Tag.objects.create(name="journey maps", slug="journey-maps", subject=journey_mapping)


@pytest.fixture
def make_question(make_topic, tag):
    def make(**changes):
        return make_topic(**{"kind": "question", "tags": ["journey maps"]} | changes)

    return make


def shown(client):
    return {row.topic.title: row.reason for row in client.get(ADDRESS).context["rows"]}


def test_by_what_one_offers_follows_or_answered_each_with_its_reason(
    eli_client, hana_client, olga_client, hana, olga, make_expertise, make_question, tag
):
    make_expertise()
    Watch.choose(hana, tag=tag, level=Level.FOLLOWING)
    make_question(title="Which one did she answer?").reply(by=olga, body="This one.")
    open_one = make_question(title="Who owns the journey?")
    assert shown(eli_client)[open_one.title] == "because you answer in Journey mapping"
    assert shown(hana_client)[open_one.title] == "because you follow “journey maps”"
    assert shown(olga_client) == {open_one.title: "because you have answered on “journey maps”"}


def test_what_is_answered_for_good_closed_or_ones_own_is_not_there(
    eli_client, eli, ann, maya, make_expertise, make_question
):
    make_expertise()
    make_question(by=eli, title="Mine, and I do not know")
    make_question(title="Somebody closed this one").close(by=ann)
    make_question(title="A moderator hid this one").hide(by=maya)
    solved = make_question(title="Somebody found it out")
    Topic.objects.filter(pk=solved.pk).update(accepted_count=1)
    make_question(title="Not a question at all", kind="discussion")
    unsolved = make_question(title="Answered, and not solved")
    unsolved.reply(by=maya, body="Perhaps.")
    assert list(shown(eli_client)) == [unsolved.title]


def test_nothing_from_a_board_one_may_not_read(eli_client, maya, make_expertise, make_question, make_board):
    make_expertise()
    make_question(by=maya, board=make_board(audience="group", group=maya.groups.get()))
    assert shown(eli_client) == {}


def test_what_is_put_to_somebody_else_waits_and_to_oneself_says_so(
    eli_client, hana_client, ann, hana, expert, make_expertise, make_question
):
    make_expertise(person=hana)
    question = make_question()
    Referral.ask(expert, topic=question, by=ann)
    assert shown(hana_client) == {}
    assert shown(eli_client) == {question.title: "because you are asked by name"}


def test_a_subject_can_be_muted_and_heard_again(eli_client, make_expertise, make_question):
    make_expertise()
    question = make_question()
    muting = reverse("experts:muting", args=["journey-mapping"])
    assert eli_client.get(muting).status_code == 405
    eli_client.post(muting)
    eli_client.post(muting)
    assert shown(eli_client) == {}
    assert "Ask me again" in eli_client.get(ADDRESS).content.decode()
    eli_client.post(muting, {"unmute": "1"})
    assert list(shown(eli_client)) == [question.title]


def test_an_empty_page_says_what_brings_questions_here(eli_client, make_expertise, tag):
    assert "Offer a subject, follow a tag or answer somebody" in eli_client.get(ADDRESS).content.decode()
    make_expertise()
    assert "Nothing open just now in what you know." in eli_client.get(ADDRESS).content.decode()


def test_the_list_costs_the_same_at_any_length(eli_client, expert, make_question):
    def cost():
        eli_client.get(ADDRESS)
        with CaptureQueriesContext(connection) as queries:
            eli_client.get(ADDRESS)
        return len(queries)

    make_question()
    at_one = cost()
    for _each in range(29):
        make_question()
    assert cost() == at_one <= 6


# --- Who could answer -------------------------------------------------------------------------------------------------


def test_the_subjects_of_a_question_come_by_its_tags_and_whom_it_was_put_to(
    ann, journey_mapping, expert, make_question, make_topic
):
    assert subjects_of(make_question()) == {journey_mapping.pk, journey_mapping.parent_id}
    plain = make_topic(kind="question")
    assert subjects_of(plain) == set()
    Referral.ask(expert, topic=plain, by=ann)
    assert subjects_of(plain) == {journey_mapping.pk, journey_mapping.parent_id}


def test_the_best_are_asked_first(eli, hana, olga, maya, tag, expert, make_expertise, make_question):
    make_expertise(person=hana)
    Watch.choose(olga, tag=tag, level=Level.EVERY)
    make_question().reply(by=maya, body="Perhaps.")
    question = make_question()
    assert people_for(question, most=10) == [eli, hana, olga, maya]
    assert people_for(question, most=1) == [eli]


@pytest.mark.parametrize("why", ["muted the topic", "muted the subject", "is blocked", "blocked", "answered", "lapsed"])
def test_who_cannot_or_will_not_is_not_asked(why, ann, eli, bob, expert, journey_mapping, make_question):
    question = make_question()
    assert people_for(question, most=5) == [eli]
    match why:
        case "muted the topic":
            Reading.watch(eli, question, reason=Reason.CHOSE)
            Reading.objects.filter(person=eli, topic=question).update(level=Level.MUTED)
        case "muted the subject":
            MutedSubject.mute(journey_mapping.parent, by=eli)
        case "is blocked":
            Block.put(by=ann, on=eli)
        case "blocked":
            Block.put(by=eli, on=ann)
        case "answered":
            question.reply(by=eli, body="Perhaps.")
        case "lapsed":
            eli.belong_until(bob.member_until, by=None)
    assert people_for(question, most=5) == []


def test_neither_the_asker_nor_who_may_not_read_is_asked(eli, maya, expert, make_question, make_board):
    assert people_for(make_question(by=eli), most=5) == []
    closed = make_board(audience="group", group=maya.groups.get())
    assert people_for(make_question(by=maya, board=closed), most=5) == []


def test_a_question_that_is_over_asks_nobody(maya, expert, make_question):
    question = make_question()
    question.close(by=maya)
    assert people_for(question, most=5) == []
    assert not Tagging.objects.exclude(topic=question).exists()
