"""Questions and answers."""

from datetime import UTC, datetime

import pytest

from forums.questions.models import Acceptance

# A week with nothing special in it: no zone changes its clocks.
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def question(make_topic):
    """A question by Ann."""
    return make_topic(kind="question", title="How do you map a journey nobody owns?")


@pytest.fixture
def answer(question, eli):
    """Eli's answer to it."""
    return question.reply(by=eli, body="Start with the **complaints**; they name the owner.")


@pytest.fixture
def make_answer(make_topic, eli):
    """`make_answer(accepted=True, by=…, asker=…, **changes)`: an answer by Eli, which helped Ann or not yet."""

    def make(accepted=False, by=None, asker=None, **changes):
        topic = make_topic(kind="question", **({"by": asker} if asker else {}), **changes)
        post = topic.reply(by=by or eli, body="Start with the complaints; they name the owner.")
        if accepted:
            Acceptance.accept(post, by=topic.author)
            post.refresh_from_db()
        return post

    return make


@pytest.fixture
def make_question(make_topic):
    """`make_question(**changes)`: a question by Ann, who lives in UTC; it is asked by the clock."""

    def make(**changes):
        return make_topic(**{"kind": "question", "title": "Who owns the journey?"} | changes)

    return make


@pytest.fixture
def monday(clock):
    """It is Monday 23 November 2026, nine o'clock in UTC."""
    clock(MONDAY)
    return MONDAY
