"""What each reader of a batch sees, follows, muted and has read: three queries for all of them."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from forums.discussions.models import Behind
from members.accounts.audience import sees

from ..models import LOUD, BoardRead, Level, Reading, Reason, Watch
from ..models.places import SAID
from ..reader import hidden_authors
from .talk import talk_for

LATELY = timedelta(days=90)  # boards read since then are boards one reads


class Place(NamedTuple):
    last_number: int
    level: str
    reason: str


NOWHERE = Place(0, Level.NORMAL, "")


class Mine:
    """What is known of one reader; `level_of` and `is_new` say of a topic what `unread.py` says in the database."""

    def __init__(self, reader, row, places, theirs, boards):
        self.reader, self.places = reader, places
        self.boards = {pk for pk, board in boards.items() if sees(reader.person, board.audience, board.group_id)}
        self.begins = max(filter(None, [reader.person.joined_at, row["all_read_at"]]))
        self.marks = {each["board"]: datetime.fromisoformat(each["at"]) for each in row["marked"]}
        self.hidden = set(row["blocked"])
        self.on_boards = {each["board"]: each["level"] for each in row["watched"] if each["board"]}
        self.on_tags = {each["tag"]: each["level"] for each in row["watched"] if each["tag"]}
        self.opens = set(row["opened"])
        self.own_posts = {post for post, _topic, _number in theirs}
        self.own_topics = {topic for _post, topic, number in theirs if number == 1}

    def place_in(self, topic):
        return self.places.get(topic.pk, NOWHERE)

    def can_see(self, topic):
        """A topic they may read and might want to: visible, not begun by somebody they blocked."""
        return topic.board_id in self.boards and topic.author_id not in self.hidden

    def began(self, topic):
        """Also without their name; who may be told so is asked elsewhere."""
        return topic.author_id == self.reader.pk or topic.pk in self.own_topics

    def level_of(self, topic, tags):
        """The level that counts: what they said of the topic, else the board and the tags (models/levels.py)."""
        place = self.place_in(topic)
        if place.reason in SAID:
            return place.level
        on_board = self.on_boards.get(topic.board_id)
        if on_board == Level.MUTED:
            return on_board
        levels = {on_board, *(self.on_tags.get(tag) for tag in tags)}
        return next((level for level in [*reversed(LOUD), Level.MUTED] if level in levels), Level.NORMAL)

    def unread(self, topic, posts):
        """Of `posts` of a topic those that are news to them: after their place, by others whom they want to hear."""
        place, mark = self.place_in(topic), self.marks.get(topic.board_id)
        begins = max(self.reader.since, self.begins, mark) if mark else max(self.reader.since, self.begins)
        return [post for post in posts if post.number > place.last_number and self._is_news(post, begins)]

    def _is_news(self, post, begins):
        return (
            begins < post.at <= self.reader.until
            and post.author_id != self.reader.pk
            and post.author_id not in self.hidden
            and post.pk not in self.own_posts
        )


def mine_of(readers):
    """{pk: Mine} of a batch of Readers."""
    return readers.once("forums.mine", lambda: _read(readers))


def _read(readers):
    talk = talk_for(readers)
    places = defaultdict(dict)
    found = Q(topic__last_posted_at__gt=readers.since) | Q(topic__in=list(talk.waiting))
    rows = Reading.objects.filter(found, person__in=readers.pks)
    for person, topic, *place in rows.values_list("person_id", "topic_id", "last_number", "level", "reason"):
        places[person][topic] = Place(*place)
    theirs = Behind.theirs(readers.pks, talk.with_nameless)
    return {
        row["pk"]: Mine(readers.by_pk[row["pk"]], row, places[row["pk"]], theirs[row["pk"]], talk.boards)
        for row in _rows(readers)
    }


def _rows(readers):
    person = OuterRef("pk")
    watches = Watch.objects.filter(person=person)
    marks = BoardRead.objects.filter(person=person)
    lately = Reading.objects.filter(person=person, read_at__gt=readers.edition.now - LATELY, last_number__gt=0)
    opened = lately.exclude(reason=Reason.STARTED).order_by().values("topic__board").distinct()
    return (
        get_user_model()
        .objects.filter(pk__in=readers.pks)
        .values(
            "pk",
            all_read_at=F("all_read__at"),
            watched=ArraySubquery(watches.values(one=JSONObject(board="board_id", tag="tag_id", level="level"))),
            marked=ArraySubquery(marks.values(one=JSONObject(board="board_id", at="at"))),
            opened=ArraySubquery(opened),
            blocked=ArraySubquery(hidden_authors(person)),
        )
    )
