"""How well a post answers a search: what matches, how new it is, and what people said came of it."""

import json
import math
import re
import unicodedata
from dataclasses import dataclass, field

HALF_LIFE_DAYS = 1100  # half the weight every three years: an answer of last month before one of ten years ago
SAME_TITLE, WORDS_IN_ORDER, WORDS_IN_TITLE = 4.0, 2.5, 1.6
ACCEPTED, SOLVED = 1.25, 1.1
NAMED = 3  # other posts of a topic that are named beside its best one
PARTS = re.compile(r"\w+")


@dataclass
class Candidate:
    """What is known of a post that matches; `rank` is what PostgreSQL says of its words, `outcomes` a dictionary, also
    as JSON."""

    pk: int
    topic: int
    number: int
    created_at: object
    accepted_at: object
    outcomes: dict
    accepted_count: int
    title: str
    rank: float
    in_title: bool = False
    in_order: bool = False
    others: list = field(default_factory=list)

    @property
    def named(self):
        """The numbers of the other posts that are named."""
        return sorted(self.others[:NAMED])

    def score(self, words, now):
        """The higher, the better an answer to `words` (plain text). Who types a title wants it, whatever its age."""
        if self.in_title and plain(self.title) == plain(words):
            return self.rank * SAME_TITLE * self._proof()
        age = max((now - self.created_at).total_seconds() / 86_400, 0)
        title = WORDS_IN_ORDER if self.in_order else WORDS_IN_TITLE if self.in_title else 1.0
        return self.rank * title * self._proof() / (1 + age / HALF_LIFE_DAYS)

    def _proof(self):
        """An accepted answer counts a little, and more or less of it by what came of it."""
        factor = ACCEPTED if self.accepted_at else SOLVED if self.accepted_count and self.number == 1 else 1.0
        told = self.outcomes
        if not told or told == "{}":
            return factor
        told = json.loads(told) if isinstance(told, str) else told
        worked, failed = told.get("worked", 0) + told.get("partly", 0) / 2, told.get("not", 0)
        return factor * (1 + 0.1 * math.log1p(worked)) / (1 + 0.1 * math.log1p(failed))


def plain(text):
    """The words of a text in small letters, without accents and signs."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(PARTS.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))
