"""Finding posts: newest first over a capped set of candidates, the best post of each topic."""

import html
import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import F, FloatField, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import mark_safe

from .models import Board, Post, PostSearch, Topic

CONFIG = "portal"
# Ranking looks at this many of the newest matches, never at all of them: a common word costs what a rare one does.
CANDIDATES = 200
SHOWN = 20
START, STOP = "\x02", "\x03"


@dataclass
class Hit:
    """One topic that answers the search, by its best post."""

    post: Post
    snippet: str  # safe HTML, the words found in <mark>

    @property
    def topic(self):
        return self.post.topic


def find(person, words, before=None):
    """Search what `person` may read for `words` ("phrases", -not, or).

    Returns (hits, older): at most SHOWN hits, and the post id to pass as `before` for the next ones, or None.
    Three queries at any number of matches.
    """
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    candidates = _candidates(person, query, before)
    best = {}
    for post_id, topic_id, _score in sorted(candidates, key=lambda candidate: -candidate[2]):
        best.setdefault(topic_id, post_id)
    chosen = list(best.values())[:SHOWN]
    has_more = len(best) > SHOWN or len(candidates) >= CANDIDATES
    return _with_snippets(chosen, query), (min(chosen) if chosen and has_more else None)


def _candidates(person, query, before):
    """(post id, topic id, score) of the newest posts and the newest titles that match; titles and recent posts score.

    The boards are looked up first: told which they are, PostgreSQL starts from the words and not from the boards.
    """
    boards = list(Board.objects.visible_to(person).values_list("pk", flat=True))
    topics = Topic.objects.visible_to(person, boards=boards)
    found = PostSearch.objects.filter(vector=query, post__topic__in=topics)
    if before is not None:
        found = found.filter(pk__lt=before)
    titled = Topic.objects.annotate(title_vector=SearchVector("title", config=CONFIG)).filter(
        title_vector=query, board__in=boards
    )
    openers = found.filter(post__number=1, post__topic__in=titled.order_by("-id").values("pk")[:CANDIDATES])
    # Half the weight every three years: an answer of last month before one of ten years ago.
    age_in_days = Func(
        F("post__created_at"),
        template="extract(epoch from now() - %(expressions)s) / 86400.0",
        output_field=FloatField(),
    )
    score = SearchRank(F("vector"), query, normalization=Value(1)) / (1.0 + age_in_days / 1100.0)
    columns = ["pk", "post__topic_id", score]
    newest = found.order_by("-pk").values_list(*columns)[:CANDIDATES]
    return list(newest.union(openers.order_by("-pk").values_list(*columns)[:CANDIDATES]))


def _with_snippets(post_ids, query):
    words = Func(
        F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    headline = SearchHeadline(
        words, query, config=CONFIG, start_sel=START, stop_sel=STOP, max_words=34, min_words=18, max_fragments=1
    )
    full = (
        Post.objects.filter(pk__in=post_ids)
        .annotate(headline=headline)
        .select_related("topic__board", "author")
        .defer("html", "body")
        .in_bulk()
    )
    return [Hit(full[pk], _marked(full[pk].headline)) for pk in post_ids if pk in full]


def _marked(headline):
    """Safe HTML of a headline: everything escaped, then our own two marks."""
    plain = escape(" ".join(html.unescape(headline).split()))
    return mark_safe(re.sub(f"{START}(.*?){STOP}", r"<mark>\1</mark>", plain).replace(START, "").replace(STOP, ""))
