"""What is known of one person as a reader: asked in one query, and kept on the person for the request."""

from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F
from django.db.models.functions import JSONObject

from forums.discussions.models import Board
from members.accounts.asking import Asker, Rights
from members.accounts.models import Person
from members.connections.models import Block, answers_for_all
from members.statements import Statement


class Reader:
    """`boards`: ids of those they see · `begins`: the moment from which posts are news · `marks`: {board: a later one}
    · `start`: no list looks further back · `hidden`: ids of whom they blocked · `visited_before`: their last visit."""

    def __init__(self, person):
        [row] = _READER.ask(Rights.of(person), person=person.pk).dicts
        self.boards = row["seen"]
        self.begins = max(filter(None, [person.joined_at, row["all_read_at"]]))
        marked = {each["board"]: datetime.fromisoformat(each["at"]) for each in row["marked"]}
        self.marks = {board: at for board, at in marked.items() if at > self.begins}
        # The start was reckoned for the boards of that day; one they see since may hold something older.
        holds = row["start_at"] is not None and set(self.boards) <= set(row["start_boards"])
        self.start = max(self.begins, row["start_at"]) if holds else self.begins
        self.hidden = row["blocked"]
        self.visited_at, self.visited_before = row["visited_at"], row["visited_before"]
        self.on_boards = {each["board"]: each["level"] for each in row["watched"] if each["board"]}
        self.on_tags = {each["tag"]: each["level"] for each in row["watched"] if each["tag"]}

    @property
    def shape(self):
        """What a list for this reader is written for (`members.statements`), besides `begins` and `start`."""
        chosen = [tuple(sorted(each.items())) for each in (self.marks, self.on_boards, self.on_tags)]
        return tuple(sorted(self.boards)), tuple(sorted(self.hidden)), *chosen


class ReaderAsked:
    """Stands for a Reader of this `shape` while a statement is written: what else is known of them are slots."""

    def __init__(self, shape, begins, start):
        self.boards, self.hidden, marks, on_boards, on_tags = shape
        self.marks, self.on_boards, self.on_tags = dict(marks), dict(on_boards), dict(on_tags)
        self.begins, self.start = begins, start


def _row_of(rights, person):
    """All that a Reader knows of `person`, in one row."""
    asker = Asker(rights, person)
    watches = Person.watches.rel.related_model.objects.filter(person=person)
    marks = Person.boards_read.rel.related_model.objects.filter(person=person)
    return Person.objects.filter(pk=person).values(
        all_read_at=F("all_read__at"),
        start_at=F("reading_start__at"),
        start_boards=F("reading_start__boards"),
        visited_at=F("last_visit__at"),
        visited_before=F("last_visit__before"),
        watched=ArraySubquery(watches.values(one=JSONObject(board="board_id", tag="tag_id", level="level"))),
        marked=ArraySubquery(marks.values(one=JSONObject(board="board_id", at="at"))),
        seen=ArraySubquery(Board.objects.visible_to(asker).order_by().values("pk")),
        blocked=ArraySubquery(hidden_authors(person)),
    )


_READER = Statement(_row_of, person=int)


def reader_of(person):
    """The Reader of a Person; asked once per request."""
    if not hasattr(person, "_reader"):
        person._reader = Reader(person)
    return person._reader


def ask_anew(person):
    """Something a Reader holds has changed."""
    if hasattr(person, "_reader"):
        del person._reader


def hidden_authors(person):
    """The ids of those whose words `person` (a pk, or OuterRef to one) does not want to see, as a query."""
    blocks = Block.objects.filter(person=person).annotate(for_all=answers_for_all("blocked")).filter(for_all=False)
    return blocks.order_by().values("blocked")
