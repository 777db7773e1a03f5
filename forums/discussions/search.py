"""Finding posts: newest first over a capped set of candidates, the best post of each topic."""

import html
import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import F, FloatField, Func, TextField, Value
from django.utils.html import escape
from django.utils.safestring import mark_safe

from .models import Post, Topic

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
    Two queries at any number of matches.
    """
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    candidates = list(_candidates(person, query, before))
    best = {}
    for candidate in sorted(candidates, key=lambda post: -post.score):
        best.setdefault(candidate.topic_id, candidate)
    chosen = list(best.values())[:SHOWN]
    oldest = min((post.pk for post in chosen), default=None)
    has_more = len(best) > SHOWN or len(candidates) >= CANDIDATES
    return _with_snippets(chosen, query), (oldest if has_more else None)


def _candidates(person, query, before):
    """The newest posts and the newest titles that match, with a score that lets titles and recent posts come first."""
    posts = Post.objects.spoken().filter(topic__in=Topic.objects.visible_to(person))
    if before is not None:
        posts = posts.filter(pk__lt=before)
    newest = posts.filter(search__vector=query).order_by("-pk")[:CANDIDATES]
    titled = Topic.objects.annotate(title_vector=SearchVector("title", config=CONFIG)).filter(title_vector=query)
    openers = posts.filter(number=1, search__vector=query, topic__in=titled.order_by("-id")[:CANDIDATES])
    newest_first = Post.objects.filter(pk__in=newest.values("pk")) | Post.objects.filter(pk__in=openers.values("pk"))
    # Half the weight every three years: an answer of last month before one of ten years ago.
    age_in_days = Func(
        F("created_at"),
        template="extract(epoch from now() - %(expressions)s)::float8 / 86400",
        output_field=FloatField(),
    )
    return newest_first.annotate(
        score=SearchRank(F("search__vector"), query, normalization=Value(1)) / (1.0 + age_in_days / 1100.0)
    ).only("pk", "topic_id")


def _with_snippets(posts, query):
    words = Func(
        F("html"), Value("<[^>]*>"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField()
    )
    headline = SearchHeadline(
        words, query, config=CONFIG, start_sel=START, stop_sel=STOP, max_words=34, min_words=18, max_fragments=1
    )
    full = (
        Post.objects.filter(pk__in=[post.pk for post in posts])
        .annotate(headline=headline)
        .select_related("topic__board", "author")
        .defer("html", "body")
        .in_bulk()
    )
    return [Hit(full[post.pk], _marked(full[post.pk].headline)) for post in posts if post.pk in full]


def _marked(headline):
    """Safe HTML of a headline: everything escaped, then our own two marks."""
    plain = escape(" ".join(html.unescape(headline).split()))
    return mark_safe(re.sub(f"{START}(.*?){STOP}", r"<mark>\1</mark>", plain).replace(START, "").replace(STOP, ""))
