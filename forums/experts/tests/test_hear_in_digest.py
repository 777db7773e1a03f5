"""The digest tells people of questions they could answer, and why they."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forums.discussions.models import Tag
from forums.experts.digest import could_answer
from forums.experts.models import MutedSubject, Referral
from forums.reading.models import Level, Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(make_topic, journey_mapping):
    """`question(**changes)`: one of Ann's about journey mapping."""

    def ask(**changes):
        topic = make_topic(**{"kind": "question", "tags": ["journey maps"]} | changes)
        Tag.objects.filter(name="journey maps").update(subject=journey_mapping)
        return topic

    return ask


@pytest.fixture
def why(told_in_digest):
    """`why(person)`: the sentences for the first question they are told of, or None."""

    def ask(person):
        found = told_in_digest(could_answer, person)
        return [why.sentence for why in found[0].why] if found else None

    return ask


def test_who_offers_help_in_its_subject_hears_of_it(question, make_expertise, eli, hana, ann, why):
    question()
    make_expertise()
    assert why(eli) == ["You offer help in Journey mapping."]
    assert why(hana) is None
    assert why(ann) is None, "it is hers"


def test_who_follows_its_tag_or_wrote_about_it_does_too(question, eli, hana, why):
    before = question()
    before.reply(by=hana, body="Start with the complaints.")
    question(title="And who keeps the map alive?")
    Watch.choose(eli, tag=Tag.objects.get(name="journey maps"), level=Level.FOLLOWING)
    assert why(eli) == ["You follow “journey maps”."]
    assert why(hana) == ["You have answered about “journey maps” before."]


def test_not_what_i_muted_answered_or_may_not_answer(question, make_expertise, make_board, journey_mapping, eli, why):
    make_expertise()
    asked = question()
    assert why(eli)
    MutedSubject.mute(journey_mapping, by=eli)
    assert why(eli) is None
    MutedSubject.unmute(journey_mapping, by=eli)
    asked.reply(by=eli, body="Start with the complaints.")
    assert why(eli) is None


def test_not_what_is_solved_closed_or_hidden(question, make_expertise, eli, hana, ann, maya, why):
    make_expertise()
    closed, hidden = question(), question()
    closed.close(by=ann)
    hidden.hide(by=maya)
    assert why(eli) is None


def test_what_is_put_to_one_expert_is_not_told_to_the_others(question, make_expertise, ann, eli, hana, why):
    offer = make_expertise(monthly=2)
    make_expertise(person=hana)
    topic = question()
    Referral.ask(offer, topic=topic, by=ann)
    assert why(eli)[0] == "It was put to you by name."
    assert why(hana) is None


def test_it_costs_the_same_for_any_number_of_readers_and_questions(
    question, make_expertise, make_person, make_readers, eli
):
    def cost(*people):
        readers = make_readers(*people)
        with CaptureQueriesContext(connection) as queries:
            assert could_answer(readers, readers.edition.now)
        return len(queries)

    make_expertise()
    question()
    one = cost(eli)
    for _ in range(8):
        question()
    assert cost(eli, *(make_person() for _ in range(30))) == one
