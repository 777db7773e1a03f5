"""The digest says that one's answer helped, and asks what came of another's."""

from datetime import timedelta

import pytest

from forums.questions.digest import asked, helped
from forums.questions.models import Acceptance, Outcome
from forums.questions.tasks import ask_what_came

pytestmark = pytest.mark.django_db


def test_who_helped_hears_of_it(ann, eli, answer, told_in_digest):
    assert told_in_digest(helped, eli) == []
    Acceptance.accept(answer, by=ann)
    [item] = told_in_digest(helped, eli)
    assert item.headline == f"Your answer helped: Ann Okafor marked it in “{answer.topic}”"
    assert told_in_digest(helped, ann) == []


def test_not_of_what_is_hidden_or_what_they_may_not_read_any_more(ann, eli, maya, answer, make_board, told_in_digest):
    Acceptance.accept(answer, by=ann)
    type(answer.topic).objects.update(board=make_board(audience="members", posting="members"))
    eli.member_until = None
    assert told_in_digest(helped, eli) == []
    eli.refresh_from_db()
    answer.hide(by=maya)
    assert told_in_digest(helped, eli) == []


def test_who_was_asked_what_came_of_it_and_has_not_said_is_asked_once_more(ann, eli, answer, clock, told_in_digest):
    Acceptance.accept(answer, by=ann)
    assert told_in_digest(asked, ann) == []
    clock(timedelta(days=31))
    ask_what_came()
    [item] = told_in_digest(asked, ann)
    assert item.headline == f"An answer helped you with “{answer.topic}”: what came of it?"
    assert told_in_digest(asked, eli) == []
    Outcome.tell(answer, by=ann, kind="worked")
    assert told_in_digest(asked, ann) == []


def test_who_asked_without_a_name_is_not_told_so_in_a_letter(ann, eli, nameless_topic, clock, told_in_digest):
    topic = nameless_topic()
    Acceptance.accept(topic.reply(by=eli, body="Start with the complaints."), by=ann)
    clock(timedelta(days=31))
    ask_what_came()
    assert told_in_digest(asked, ann) == []
    assert len(told_in_digest(helped, eli, since=topic.created_at)) == 1
