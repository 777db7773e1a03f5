"""Boards and topics."""

import pytest

from forums.discussions.models import Board, Topic
from members.subjects.models import PersonContext


@pytest.fixture
def make_board(db):
    """`make_board(**changes)`: a board for everyone in which every account may write."""

    def make(**changes):
        number = Board.objects.count() + 1
        fields = {"name": f"Board {number}", "slug": f"board-{number}", "audience": "everyone", "posting": "accounts"}
        return Board.objects.create(**fields | changes)

    return make


@pytest.fixture
def board(make_board):
    return make_board(name="Journey mapping", slug="journey-mapping")


@pytest.fixture
def make_topic(ann, board):
    """`make_topic(replies=2, by=…, **changes)`: a topic by Ann, with replies by Ann."""

    def make(replies=0, **changes):
        fields = {"board": board, "by": ann, "title": "How do you map a journey nobody owns?", "body": "Ours has six."}
        topic = Topic.start(**fields | changes)
        for number in range(replies):
            topic.reply(by=fields["by"], body=f"Reply number {number + 1}.")
        return topic

    return make


@pytest.fixture
def topic(make_topic):
    return make_topic()


@pytest.fixture
def works(db):
    """`works(person, role=…, sector=…)`: they say where they work; a CX director in insurance in Europe."""

    def say(person, **said):
        known = {"role": "director", "sector": "insurance", "size": "over_10000", "region": "europe"}
        PersonContext.say(person, **known | said)
        return person

    return say


@pytest.fixture
def crowd(make_person, works):
    """`crowd(7, region="asia")`: so many members who work like `works` says, with these changes."""

    def make(count, **said):
        return [works(make_person(), **said) for _number in range(count)]

    return make


@pytest.fixture
def nameless_topic(make_topic, ann, works, crowd):
    """`nameless_topic(**changes)`: a question of Ann's, begun without her name."""

    def make(**changes):
        if not PersonContext.objects.filter(person=ann).exists():
            works(ann)
            crowd(7)
        return make_topic(**{"by": ann, "kind": "question", "safely": True} | changes)

    return make
