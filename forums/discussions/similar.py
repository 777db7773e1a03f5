"""Topics like the one that is being begun, so that nobody asks what stands answered."""

import re

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F

from .models import Post
from .search.candidates import readable
from .search.filters import Asking
from .search.matching import Matching
from .search.query import Query, Term

SHOWN = 5
CANDIDATES = 200  # titles that are ranked, however many share a word
WORD = re.compile(r"[^\W_]{3,}")
MOST_WORDS = 12


def topics_like(title, person):
    """At most SHOWN topics `person` may read whose titles share words with `title`, the likest first; two queries.

    Titles with all the words come before the newest with any of them, whatever their age; one that is spelt otherwise
    comes where it looks alike.
    """
    title = title[:200].lower()
    words = [Term(word) for word in dict.fromkeys(WORD.findall(title))][:MOST_WORDS]
    asking = Asking(person)
    if not words or not asking.boards:
        return []
    any_of = Matching(Query((tuple(words),)), asking.boards)
    all_of = Matching(Query(tuple((word,) for word in words)), asking.boards)
    openers = readable(asking).filter(number=1).order_by("-pk").values("pk")
    newest = openers.filter(any_of.where("search__title"))[:CANDIDATES]
    closest = openers.filter(all_of.where("search__title"))[:SHOWN]
    looks = TrigramSimilarity("topic__title", title)
    alike = openers.filter(topic__title__trigram_similar=title).annotate(alike=looks).order_by("-alike", "-pk")[:SHOWN]
    posts = Post.objects.filter(pk__in=newest.union(closest, alike.values("pk"), all=True))
    posts = posts.annotate(rank=any_of.rank("search__title"), alike=looks)
    found = posts.select_related("topic__board").defer("body", "html")
    return [post.topic for post in found.order_by((F("rank") + F("alike")).desc(), "-pk")[:SHOWN]]
