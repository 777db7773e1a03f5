"""Words that were misspelt: what is written like them in the texts a reader may read."""

from dataclasses import dataclass, field
from itertools import product

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import Exists

from members.accounts.audience import audiences_of

from .. import languages
from ..models import Board
from .asked import Asked
from .candidates import posts_that_match, readable
from .finding import SHOWN, Found, find
from .query import Query, Term
from .ranking import plain

FEW = 2  # a word that stands in so many texts, or fewer, may be a slip of who wrote them
OFTEN = 10  # so many times more often a word must be written than the one that was typed
SHORTEST = 4  # letters of a word that is spelt otherwise
LONG = 7  # letters of a word that is taken for misspelt even where others misspell it too
MOST_WORDS = 8
ENDING = 5  # letters that two forms of a word differ by at most
CHOICES = 3  # for one word
WAYS = 4  # in which a search is tried again
ALIKE = 30  # words that are compared, however many look alike
TITLES = 5
DOUBLED = 0.5
LETTERS = "abcdefghijklmnopqrstuvwxyz"

STEMS = languages.CONFIG_SQL.format("known.language")
NEAR_SQL = f"""
    SELECT NULL, known.word, sum(known.documents),
           bool_or(EXISTS (SELECT 1 FROM unnest(%(typed)s::text[]) AS typed(word)
                            WHERE to_tsvector({STEMS}, typed.word) = to_tsvector({STEMS}, known.word)))
      FROM discussions_searchword known
     WHERE known.word = ANY(%(edits)s) AND known.audience = ANY(%(audiences)s) AND known.language = ANY(%(languages)s)
     GROUP BY known.word
    UNION ALL
    SELECT typed.word, near.word, near.documents, near.is_same
      FROM unnest(%(typed)s::text[]) AS typed(word)
      CROSS JOIN LATERAL (
           SELECT known.word, sum(known.documents) AS documents,
                  bool_or(to_tsvector({STEMS}, typed.word) = to_tsvector({STEMS}, known.word)) AS is_same
             FROM discussions_searchword known
            WHERE known.word %% typed.word
              AND known.audience = ANY(%(audiences)s) AND known.language = ANY(%(languages)s)
            GROUP BY known.word
            ORDER BY similarity(known.word, typed.word) DESC, sum(known.documents) DESC
            LIMIT %(alike)s) AS near
"""


@dataclass
class Looked:
    """What came of a search that minds the spelling."""

    asked: Asked
    found: Found
    meant: Query | None = None  # as it may have been meant; `found` holds what was found of it
    without: str = ""  # the word that was left out, where nothing has all of them
    had_hits: bool = False  # whether something was found as it was typed
    exact: str = ""  # the query by which only what was typed is found
    titles: list = field(default_factory=list)  # Topics whose titles look like it, where nothing else was found


@dataclass(frozen=True)
class Way:
    """Another way to ask: {word: another}, or without one Term."""

    words: tuple = ()
    without: Term | None = None

    def of(self, query):
        """The query asked in this way."""
        left = query.without(self.without) if self.without else query
        return left.spelt(dict(self.words))


def look(asked, cursor=None):
    """`find`; where words find little, what they may have meant is found with them.

    Nothing is suggested that the reader may not read: each word is looked for again in what they see. At most five
    queries more, and none where a page is full.
    """
    found = find(asked, cursor)
    looked = Looked(asked, found, had_hits=bool(found))
    if cursor or len(found) >= SHOWN or not asked.query.plain_words or not asked.asking.boards:
        return looked
    known, near = _known(asked)
    better = _better(asked, known, near, is_lost=not found)
    ways = [Way(words) for words in _combined(better)] if better else []
    if not found and len(asked.query.wanted) > 2:
        ways += _shorter(asked.query, known, ways[0].words if ways else ())
    way = _first_that_finds(asked, ways)
    if way is None:
        looked.titles = [] if found else titles_like(asked)
        return looked
    looked.meant = way.of(asked.query)
    looked.without = way.without.text if way.without else ""
    looked.exact = "" if way.without else str(_to_the_letter(asked.query, dict(way.words)))
    looked.found = find(asked.instead(looked.meant if way.without else asked.query.spelt(dict(way.words), keep=True)))
    return looked


def titles_like(asked):
    """At most TITLES topics this person may read whose titles look like what was typed."""
    words = asked.query.title
    openers = readable(asked.asking).filter(number=1, topic__title__trigram_word_similar=words)
    alike = openers.annotate(alike=TrigramWordSimilarity(words, "topic__title")).select_related("topic__board")
    return [post.topic for post in alike.defer("body", "html").order_by("-alike", "-pk")[:TITLES]]


def distance(one, other):
    """How many letters have to be changed, put in, left out or swapped with their neighbour; a letter that should be
    doubled, or should not, counts half, because that is what people miss most."""
    before, last = [], [float(place) for place in range(len(other) + 1)]
    for row, letter in enumerate(one, 1):
        now = [float(row)]
        left_out = DOUBLED if row > 1 and letter == one[row - 2] else 1
        for column, there in enumerate(other, 1):
            put_in = DOUBLED if column > 1 and there == other[column - 2] else 1
            change = last[column - 1] + (letter != there)
            now.append(min(last[column] + left_out, now[column - 1] + put_in, change))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == there:
                now[column] = min(now[column], before[column - 2] + 1)
        before, last = last, now
    return last[-1]


def _known(asked):
    """({word: how often} of the typed words and those one letter away, {typed: {word: how often}} that look alike).

    A word in another form ("journeys") is no other word: it counts for the one that was typed.
    """
    typed = _typed(asked)
    plain_words = {plain(word) for word in typed}
    edits = plain_words.union(*(_one_letter_away(word) for word in plain_words if len(word) >= SHORTEST))
    known, near = {}, {}
    about = {
        "edits": list(edits),
        "typed": [word for word in typed if len(word) >= SHORTEST],
        "audiences": [str(each) for each in audiences_of(asked.person)],
        "languages": list({board.language for board in asked.asking.boards}),
        "alike": ALIKE,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAR_SQL, about)
        for of, word, count, is_same in cursor.fetchall():
            if is_same:
                for each in typed:
                    if distance(plain(each), word) < ENDING and each[:2] == word[:2]:
                        known[plain(each)] = max(known.get(plain(each), 0), int(count))
            else:
                (known if of is None else near.setdefault(of, {}))[word] = int(count)
    return known, near


def _typed(asked):
    words = dict.fromkeys(word.lower() for word in asked.query.plain_words)
    return [word for word in words if word.isalpha()][:MOST_WORDS]


def _better(asked, known, near, is_lost):
    """{word typed: words that may have been meant, the likeliest first}.

    A word that others write too is left as it is, unless nothing is found (`is_lost`), it is long, another is written
    far more often, and one letter lies between the two.
    """
    better = {}
    for word in _typed(asked):
        often = known.get(plain(word), 0)
        reach = _reach(word) if often <= FEW else 1 if is_lost and len(word) >= LONG else 0
        counts = known | near.get(word, {})
        far = {each: distance(plain(word), each) for each in counts}
        choices = [each for each in far if 0 < far[each] <= reach and counts[each] > often * OFTEN]
        if len(word) >= SHORTEST and choices:
            better[word] = sorted(choices, key=lambda each: (far[each], -counts[each], each))[:CHOICES]
    return better


def _combined(better):
    """Each word with one of its choices, the likeliest together first: tuples of (word, choice)."""
    together = product(*(enumerate(choices) for choices in better.values()))
    ranked = sorted(together, key=lambda each: sum(place for place, _word in each))
    return [tuple(zip(better, (word for _place, word in each), strict=True)) for each in ranked[:WAYS]]


def _shorter(query, known, words):
    """Ways that leave out one word, the commonest first."""
    single = [clause[0] for clause in query.wanted if len(clause) == 1 and not clause[0].is_phrase]
    common = sorted(single, key=lambda term: -known.get(plain(term.text), 0))
    return [Way(words, term) for term in common[:WAYS]]


def _first_that_finds(asked, ways):
    """The first Way that finds something, and all of whose new words stand in what this person may read: one query."""
    if not ways:
        return None
    new = dict.fromkeys(better for way in ways for _word, better in way.words)
    words = {better: f"word_{number}" for number, better in enumerate(new)}
    told = {name: posts_that_match(asked.only(Query(((Term(word),),)))) for word, name in words.items()}
    told |= {f"way_{number}": posts_that_match(asked.instead(way.of(asked.query))) for number, way in enumerate(ways)}
    anything = Board.objects.order_by("pk").annotate(**{name: Exists(posts) for name, posts in told.items()})
    told = next(iter(anything.values(*told)[:1]), {})
    for number, way in enumerate(ways):
        if told.get(f"way_{number}") and all(told[words[better]] for _word, better in way.words):
            return way
    return None


def _to_the_letter(query, words):
    """The query with the words in quotes that would be spelt otherwise."""

    def quoted(term):
        return Term(term.text, is_phrase=True, is_not=term.is_not) if term.text.lower() in words else term

    return Query(tuple(tuple(quoted(term) for term in clause) for clause in query.clauses), query.filters)


def _reach(word):
    return 1 if len(word) < 6 else 2 if len(word) < 10 else 3


def _one_letter_away(word):
    """All that one letter more, less, another or swapped makes of a word."""
    parts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = LETTERS + "".join(set(word) - set(LETTERS))
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    shorter = {a + b[1:] for a, b in parts if b}
    other = {a + letter + b[1:] for a, b in parts if b for letter in letters}
    longer = {a + letter + b for a, b in parts for letter in letters}
    return swapped | shorter | other | longer
