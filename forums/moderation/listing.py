"""The queue, a page at a time by keyset, with the filters above it."""

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from forums.discussions.models import Board
from forums.discussions.numbers import number_in

from .models import Case

ROWS = 20
SETTLED = "settled"


class Queue:
    """The cases that reach one moderator, as an address asks for them: `kind`, `board`, `show=settled`, `after`."""

    def __init__(self, request):
        self.person, self.path, self.asked = request.user, request.path, request.GET
        self.is_settled = self.asked.get("show") == SETTLED
        kind = self.asked.get("kind", "")
        self.kind = kind if kind in dict(Case.KINDS) else ""
        self.board = number_in(self.asked.get("board"))

    @cached_property
    def _all(self):
        reaching = Case.objects.reaching(self.person)
        return reaching.settled() if self.is_settled else reaching.open()

    @cached_property
    def _counts(self):
        return {} if self.is_settled else self._all.counted()

    @cached_property
    def _found(self):
        """One row more than a page has, so that it is known whether there are others."""
        chosen = Q(**({"kind": self.kind} if self.kind else {}), **({"board": self.board} if self.board else {}))
        cases = self._all.filter(chosen).for_listing()
        cases = cases.newest_settled_first() if self.is_settled else cases.oldest_first()
        if place := _place(self.asked.get("after", "")):
            cases = cases.settled_before(*place) if self.is_settled else cases.after(*place)
        return list(cases[: ROWS + 1])

    @property
    def rows(self):
        return self._found[:ROWS]

    @property
    def is_first_page(self):
        return not self.asked.get("after")

    @property
    def is_filtered(self):
        return bool(self.kind or self.board)

    @property
    def first_url(self):
        return self._url()

    @property
    def next_url(self):
        if len(self._found) <= ROWS:
            return None
        last = self._found[ROWS - 1]
        moment = last.settled_at if self.is_settled else last.waits_since
        return self._url(after=f"{moment.isoformat()}_{last.pk}")

    @cached_property
    def filters(self):
        """By kind; the last leads to what was decided."""
        counts = {}
        for (kind, board), count in self._counts.items():
            if not self.board or board == self.board:
                counts[kind] = counts.get(kind, 0) + count
        waiting = [(_("All that waits"), "", sum(counts.values()))]
        waiting += [(label, kind, counts.get(kind, 0)) for kind, label in Case.KINDS]
        links = [
            {
                "label": label,
                "count": count,
                "url": self._url(kind=kind, show=""),
                "is_current": not self.is_settled and self.kind == kind,
            }
            for label, kind, count in waiting
        ]
        return [*links, {"label": _("Decided"), "url": self._url(kind="", show=SETTLED), "is_current": self.is_settled}]

    @cached_property
    def boards(self):
        """The boards with something waiting, each with its number and address; none where there is but one."""
        counts = {}
        for (kind, board), count in self._counts.items():
            if board and (not self.kind or kind == self.kind):  # objections belong to none
                counts[board] = counts.get(board, 0) + count
        if len({board for _kind, board in self._counts if board}) < 2 and not self.board:
            return []
        named = Board.objects.visible_to(self.person).filter(pk__in={*counts, *([self.board] if self.board else [])})
        links = [
            {
                "label": board.name,
                "count": counts.get(board.pk, 0),
                "url": self._url(board=board.pk),
                "is_current": self.board == board.pk,
            }
            for board in named
        ]
        every = {"label": _("All boards"), "url": self._url(board=""), "is_current": not self.board}
        return [every, *links]

    def _url(self, **changed):
        asked = {"show": SETTLED if self.is_settled else "", "kind": self.kind, "board": self.board or ""} | changed
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{self.path}?{query}" if query else self.path


def _place(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _line, pk = text.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    number = number_in(pk, digits=18)
    return (at, number) if at is not None and at.tzinfo is not None and number else None
