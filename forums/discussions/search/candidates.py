"""The posts that may answer a search: a capped set of the newest, with what ranking looks at."""

from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.fields import BooleanField, FloatField

from members.accounts.asking import Asker, Rights
from members.connections.models import Block, answers_for_all
from members.statements import Statement

from ..models import Post, Topic
from .asked import Asked
from .matching import SEPARATE, Matching
from .query import MOST_TERMS, Query, Term

# Ranking looks at this many of the newest matches, never at all of them: a common word costs what a rare one does.
CANDIDATES = 100
TITLES = 40  # of the newest titles, which are looked at besides: two pages
COLUMNS = ["pk", "topic", "number", "created_at", "accepted_at", "outcomes"]
LOOKED_AT = [*COLUMNS, "solved", "titled", "rank", "in_title", "in_order"]
WORDS = [f"word{number}" for number in range(MOST_TERMS)]


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
        posts = posts.filter(matching_of(asked).where("search__title" if asked.is_in_titles else "search__vector"))
    return posts if asked.is_of_posts else posts.filter(number=1)


def matching_of(asked):
    return Matching(asked.query, asked.asking.boards)


def rows_of(asked, before):
    """The newest matches before the post `before`, and without it the newest titles too: tuples of LOOKED_AT, as
    PostgreSQL gives them.

    One query. Words without filters are what nearly everybody types: the query for these is kept.
    """
    if not asked.has_words or asked.meanings or asked.newer_than:
        return _candidates(asked, before, CANDIDATES).values_list(*LOOKED_AT)
    person, said = asked.person, Said.of(asked)
    shape = (Rights.of(person), said.boards, said.clauses, before is not None, CANDIDATES)
    return _KEPT.ask(shape, person=person.pk or 0, before=before or 0, **said.words).rows


class Said(NamedTuple):
    """What somebody typed, taken apart for a statement: the shape of it, and the words."""

    boards: tuple  # (pk, language)
    clauses: tuple  # of clauses of (is it a phrase, is it unwanted)
    words: dict

    @classmethod
    def of(cls, asked):
        """A Said of an Asked without filters."""
        clauses = asked.query.clauses
        texts = [term.text.translate(SEPARATE) for clause in clauses for term in clause]
        return cls(
            tuple((board.pk, board.language) for board in asked.asking.boards),
            tuple(tuple((term.is_phrase, term.is_not) for term in clause) for clause in clauses),
            {"line": asked.query.title.translate(SEPARATE), **dict(zip(WORDS, texts, strict=False))},
        )


def asked_in(boards, clauses, asker, line, words):
    """An Asked of this shape, with slots for its words."""
    each = iter(words.values())
    terms = tuple(tuple(Term(next(each), "", *kind) for kind in clause) for clause in clauses)
    query = Query(terms)
    query.__dict__["title"] = line  # cached as if it had been put together
    return Asked.standing_for(asker, [SimpleNamespace(pk=pk, language=language) for pk, language in boards], query)


def _candidates(asked, before, most):
    matching = matching_of(asked) if asked.has_words else None
    posts = posts_that_match(asked)
    titled = _titled(asked, matching, posts, min(most, TITLES))
    if before is None:
        newest = posts.order_by("-pk").values("pk")[:most]
        chosen = newest.union(titled, all=True) if titled is not None else newest
    else:
        # What stood on an earlier page by a newer post, or by its title, does not come again.
        seen = posts.filter(topic=OuterRef("topic"), pk__gte=before)
        older = posts.filter(pk__lt=before).exclude(Exists(seen))
        if titled is not None:
            older = older.exclude(topic__in=Post.objects.filter(pk__in=titled).values("topic"))
        chosen = older.order_by("-pk").values("pk")[:most]
    return _told(Post.objects.filter(pk__in=chosen), matching)


def _titled(asked, matching, posts, most):
    """The newest openers whose titles match, however many newer posts say the same; None where that is no use."""
    if matching is None or not asked.query.wanted or asked.is_in_titles:
        return None
    return posts.filter(matching.where("search__title")).order_by("-pk").values("pk")[:most]


def _told(posts, matching):
    if matching is None:
        looks = {
            "rank": Value(1.0, FloatField()),
            "in_title": Value(False, BooleanField()),
            "in_order": Value(False, BooleanField()),
        }
    else:
        looks = {
            "rank": matching.rank("search__vector"),
            "in_title": matching.is_true(_of_title(matching.where("search__title"))),
            "in_order": matching.is_true(_of_title(matching.in_order("search__title"))),
        }
    rows = posts.annotate(**looks, solved=F("topic__accepted_count"), titled=F("topic__title"))
    return rows.order_by().values(*LOOKED_AT)


def _of_title(condition):
    return Q(search__title__isnull=False) & condition


def _kept(shape, person, before, line, **words):
    rights, boards, clauses, is_later, most = shape
    asked = asked_in(boards, clauses, Asker(rights, person), line, words)
    return _candidates(asked, before if is_later else None, most)


_KEPT = Statement(_kept, prepared=False, person=int, before=int, line=str, **dict.fromkeys(WORDS, str))
