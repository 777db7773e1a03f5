"""Finding posts: a capped set of candidates, newest first, ranked; of each topic its best post."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from ..models import Post
from . import candidates
from .asked import Asked
from .candidates import Said
from .ranking import Candidate
from .snippets import glance_at_posts, with_snippets

SHOWN = 20


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


class Found:
    """One page of what was found: the `chosen` Candidates, the cursor of the next page or None, and, where they are
    asked for, the hits with their snippets."""

    def __init__(self, asked=None, chosen=(), older=None):
        self.asked, self.chosen, self.older = asked, chosen, older

    def __iter__(self):
        return iter(self.hits)

    def __len__(self):
        return len(self.chosen)

    @cached_property
    def hits(self):
        if not self.chosen:
            return []
        answer, snippets = self._answer
        posts = {post.pk: post for post in answer.objects}
        return [
            Hit(posts[each.pk], snippets[each.pk], each.named, len(each.others) - len(each.named))
            for each in self.chosen
            if each.pk in posts
        ]

    @property
    def glanced_of(self):
        """What the hits are made of, for who has kept what they look like; one query that leaves them there."""
        return self._made_of(glance_at_posts([each.pk for each in self.chosen]))

    @property
    def made_of(self):
        """The same of the `hits` that were asked for."""
        return self._made_of(self._answer[0])

    @cached_property
    def _answer(self):
        return with_snippets([each.pk for each in self.chosen], self.asked if self.asked.has_words else None)

    def _made_of(self, seen):
        words = Said.of(self.asked)[1:] if self.asked.has_words else None
        digests = {told.id: digest for told, digest in zip(seen.told, seen.imprint.digests, strict=True)}
        languages = [board.language for board in self.asked.asking.boards]
        return words, languages, [(digests.get(each.pk), each.named, len(each.others)) for each in self.chosen]


def find(asked, cursor=None):
    """Search what a person may read for what they asked; three queries at any number of matches, with the hits.

    `cursor` is what the page before gave as `older`.
    """
    if asked.is_empty or not asked.asking.boards:
        return Found()
    before, skip = read_cursor(cursor)
    window = _Window(asked, before)
    best = window.best()
    chosen = best[skip : skip + SHOWN]
    return Found(asked, chosen, window.cursor_after(skip + SHOWN, len(best)))


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
        self.candidates = [Candidate(*row) for row in candidates.rows_of(asked, before)]

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
