"""Finding posts: a capped set of candidates, newest first, ranked; of each topic its best post."""

from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.fields import BooleanField, FloatField

from members.connections.models import Block, answers_for_all

from ..models import Post, Topic
from .asked import Asked
from .matching import Matching
from .ranking import Candidate
from .snippets import with_snippets

# Ranking looks at this many of the newest matches, never at all of them: a common word costs what a rare one does.
CANDIDATES = 200
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


def readable(asking):
    """The posts that whoever asks may read and did not ask to be spared of; no order."""
    boards = [board.pk for board in asking.boards]
    topics = Topic.objects.visible_to(asking.person, boards=boards)
    posts = Post.objects.spoken().filter(search__isnull=False, topic__in=topics)
    if not asking.person.is_authenticated:
        return posts
    blocks = Block.objects.filter(person=asking.person.pk).annotate(for_all=answers_for_all("blocked"))
    return posts.exclude(author__in=blocks.filter(for_all=False).order_by().values("blocked"))


def posts_that_match(asked):
    """The posts that answer what a person asked, and that they may read; no order."""
    posts = readable(asked.asking)
    for meaning in asked.meanings.values():
        posts = posts.filter(meaning.condition)
    if asked.newer_than:
        posts = posts.filter(pk__gt=asked.newer_than)
    if asked.query.clauses:
        posts = posts.filter(_matching(asked).where("search__title" if asked.is_in_titles else "search__vector"))
    return posts if asked.is_of_posts else posts.filter(number=1)


def read_cursor(text):
    """(post id before which to look, or None; how many to pass over) of a cursor; (None, 0) of anything else."""
    before, dash, skip = str(text or "").partition("-")
    if not dash or not all(part.isascii() and part.isdecimal() and len(part) <= 17 for part in (before, skip)):
        return None, 0
    return int(before) or None, min(int(skip), 2 * CANDIDATES)


class _Window:
    """The candidates of some pages: the newest matches before a post, and on the first of them the newest titles."""

    def __init__(self, asked, before):
        self.asked, self.before = asked, before
        self.matching = _matching(asked) if asked.has_words else None
        posts = posts_that_match(asked)
        titled = self._titled(posts)
        if before is None:
            newest = posts.order_by("-pk").values("pk")[:CANDIDATES]
            chosen = newest.union(titled, all=True) if titled is not None else newest
        else:
            # What stood on an earlier page by a newer post, or by its title, does not come again.
            seen = posts.filter(topic=OuterRef("topic"), pk__gte=before)
            older = posts.filter(pk__lt=before).exclude(Exists(seen))
            if titled is not None:
                older = older.exclude(topic__in=Post.objects.filter(pk__in=titled).values("topic"))
            chosen = older.order_by("-pk").values("pk")[:CANDIDATES]
        self.candidates = self._told(Post.objects.filter(pk__in=chosen))

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
        return f"{newest[CANDIDATES - 1]}-0" if len(newest) >= CANDIDATES else None

    def _titled(self, posts):
        """The newest openers whose titles match, however many newer posts say the same; None where that is no use."""
        if self.matching is None or not self.asked.query.wanted or self.asked.is_in_titles:
            return None
        return posts.filter(self.matching.where("search__title")).order_by("-pk").values("pk")[:CANDIDATES]

    def _told(self, posts):
        if self.matching is None:
            looks = {
                "rank": Value(1.0, FloatField()),
                "in_title": Value(False, BooleanField()),
                "in_order": Value(False, BooleanField()),
            }
        else:
            looks = {
                "rank": self.matching.rank("search__vector"),
                "in_title": self.matching.is_true(self._of_title(self.matching.where("search__title"))),
                "in_order": self.matching.is_true(self._of_title(self.matching.in_order("search__title"))),
            }
        columns = ["pk", "topic", "number", "created_at", "accepted_at", "outcomes"]
        rows = posts.annotate(**looks, solved=F("topic__accepted_count"), titled=F("topic__title"))
        rows = rows.order_by().values_list(*columns, "solved", "titled", "rank", "in_title", "in_order")
        return [Candidate(*row) for row in rows]

    @staticmethod
    def _of_title(condition):
        return Q(search__title__isnull=False) & condition


def _matching(asked):
    return Matching(asked.query, asked.asking.boards)


def _hits(asked, chosen):
    if not chosen:
        return []
    matching = _matching(asked) if asked.has_words else None
    told = with_snippets([candidate.pk for candidate in chosen], matching)
    hits = []
    for candidate in chosen:
        if candidate.pk in told:
            post, snippet = told[candidate.pk]
            others = sorted(candidate.others[:NAMED])
            hits.append(Hit(post, snippet, others, len(candidate.others) - len(others)))
    return hits
