"""Topics like the one that is being begun, so that nobody asks what stands answered."""

import re

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F

from .models import Board, Topic

CONFIG = "portal"
SHOWN = 5
CANDIDATES = 200  # titles that are ranked, however many share a word
WORD = re.compile(r"[^\W_]{3,}")
MOST_WORDS = 12


def topics_like(title, person):
    """At most SHOWN topics `person` may read whose titles share words with `title`, the likest first; two queries.

    Titles with all the words come before the newest with any of them, whatever their age.
    """
    words = list(dict.fromkeys(WORD.findall(title[:200].lower())))[:MOST_WORDS]
    if not words:
        return []
    boards = list(Board.objects.visible_to(person).values_list("pk", flat=True))
    vector = SearchVector("title", config=CONFIG)
    seen = Topic.objects.visible_to(person, boards=boards).order_by().annotate(words=vector)
    any_of = SearchQuery(" OR ".join(words), config=CONFIG, search_type="websearch")
    all_of = SearchQuery(" ".join(words), config=CONFIG, search_type="plain")
    newest = seen.filter(words=any_of).order_by("-id").values("pk")[:CANDIDATES]
    closest = seen.filter(words=all_of).order_by("-id").values("pk")[:SHOWN]
    return list(
        Topic.objects.filter(pk__in=newest.union(closest, all=True))
        .annotate(rank=SearchRank(vector, any_of))
        .select_related("board")
        .order_by(F("rank").desc(), "-id")[:SHOWN]
    )
