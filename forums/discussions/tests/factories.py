"""Boards and topics."""

import pytest

from forums.discussions.models import Board, Topic


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
