"""Finding posts: a capped set of candidates, newest first, ranked; of each topic its best post."""

from dataclasses import dataclass, field

from ..models import Post
from . import candidates
from .asked import Asked
from .candidates import LOOKED_AT
from .ranking import Candidate
from .snippets import with_snippets

SHOWN = 20
NAMED = 3  # other posts of a topic that are named beside its best one


@dataclass
class Hit:
    """One topic that answers the search, by its best post."""

    post: Post
    snippet: str  # safe HTML, the words found in <mark>
    others: list  # the numbers of other posts in it that match
    more: int = 0  # how many beyond those

    @property
    def topic(self):
        return self.post.topic


@dataclass
class Found:
    """One page of hits, and the cursor of the next, or None."""

    hits: list = field(default_factory=list)
    older: str | None = None

    def __iter__(self):
        return iter(self.hits)

    def __len__(self):
        return len(self.hits)


def find(asked, cursor=None):
    """Search what a person may read for what they asked; three queries at any number of matches.

    `cursor` is what the page before gave as `older`.
    """
    if asked.is_empty or not asked.asking.boards:
        return Found()
    before, skip = read_cursor(cursor)
    window = _Window(asked, before)
    best = window.best()
    chosen = best[skip : skip + SHOWN]
    return Found(_hits(asked, chosen), window.cursor_after(skip + SHOWN, len(best)))


def search(person, words, cursor=None):
    """`find`, of what `person` typed."""
    return find(Asked(words, person), cursor)


def read_cursor(text):
    """(post id before which to look, or None; how many to pass over) of a cursor; (None, 0) of anything else."""
    before, dash, skip = str(text or "").partition("-")
    if not dash or not all(part.isascii() and part.isdecimal() and len(part) <= 17 for part in (before, skip)):
        return None, 0
    return int(before) or None, min(int(skip), 2 * candidates.CANDIDATES)


class _Window:
    """The candidates of some pages."""

    def __init__(self, asked, before):
        self.asked, self.before = asked, before
        found = candidates.rows_of(asked, before)
        self.candidates = [Candidate(*(row[name] for name in LOOKED_AT)) for row in found]

    def best(self):
        """The best Candidate of each topic, the best first; its `others` are the numbers of those beside it."""
        words, now = self.asked.query.title, self.asked.asking.now
        ranked = sorted(self.candidates, key=lambda each: (-each.score(words, now), -each.pk))
        best = {}
        for candidate in ranked:
            first = best.setdefault(candidate.topic, candidate)
            if first is not candidate:
                first.others.append(candidate.number)
        return list(best.values())

    def cursor_after(self, skip, count):
        """The cursor of the page that follows: in this window, or in the next one."""
        if skip < count:
            return f"{self.before or 0}-{skip}"
        newest = sorted((candidate.pk for candidate in self.candidates), reverse=True)
        return f"{newest[candidates.CANDIDATES - 1]}-0" if len(newest) >= candidates.CANDIDATES else None


def _hits(asked, chosen):
    if not chosen:
        return []
    told = with_snippets([candidate.pk for candidate in chosen], asked if asked.has_words else None)
    hits = []
    for candidate in chosen:
        if candidate.pk in told:
            post, snippet = told[candidate.pk]
            others = sorted(candidate.others[:NAMED])
            hits.append(Hit(post, snippet, others, len(candidate.others) - len(others)))
    return hits
