"""Text as a community writes it: a few words all the time, most of them hardly ever, in paragraphs of Markdown."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate

from forums.discussions import markdown

COMMON, RARE = "customer", "serendipity"
COMMON_RANK = 9  # with about a hundred words a post, two posts in three say it
DISTINCT = 8_000

# The head of the distribution. Behind it stand words put together from syllables, as rare as names and slips are.
HEAD = (
    "the and to of a we in that it customer is for they on with our not was have but when this you as at be what are "
    "journey so one all team who there from people had their if about or service out up which asked how journeys "
    "feedback survey nobody after first because week call score by time then them calls map has did an us say more "
    "said complaint support sales never month only very question answer found two no every wait own manager front "
    "line data work promise refund delivery start like interviews still into moment new better small pain points "
    "numbers nothing before company talk listen read write research test change tried owner budget board story "
    "trust agent channel chat phone letter effort value loyalty insight metric report quarter meeting workshop plan"
)
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bra cle dro fli gra ple stu tri"


@dataclass
class Paragraph:
    source: str
    html: str
    plain: str


class Writer:
    """Writes posts from a stock of paragraphs, each rendered once as the portal itself renders it."""

    def __init__(self, chance, stock=1_500):
        self.chance = chance
        self.words, self.weights = _vocabulary(chance)
        self.stock = [self._paragraph() for _number in range(stock)]
        self.rare = _rendered(f"It was pure {RARE}: {self._sentence()}")

    def post(self, with_rare_word=False):
        """Paragraphs of one post, about 600 characters together."""
        chosen = [self.chance.choice(self.stock) for _number in range(self.chance.choice([2, 2, 3, 3]))]
        return [*chosen, self.rare] if with_rare_word else chosen

    def title(self):
        return " ".join(self._words(self.chance.randint(4, 10))).capitalize()

    def _paragraph(self):
        text = " ".join(self._sentence() for _number in range(self.chance.choice([2, 2, 3])))
        form = self.chance.random()
        if form < 0.05:
            text = "\n".join(f"- {self._sentence()}" for _number in range(3))
        elif form < 0.10:
            text = f"> {text}"
        elif form < 0.15:
            text = f"**{self._sentence()}** {text}"
        elif form < 0.20:
            text += " See <https://portal.example/notes>."
        return _rendered(text)

    def _sentence(self):
        return " ".join(self._words(self.chance.randint(6, 18))).capitalize() + "."

    def _words(self, count):
        total = self.weights[-1]
        return [self.words[bisect(self.weights, self.chance.random() * total)] for _number in range(count)]


def _vocabulary(chance):
    """Words and their summed weights: the word of rank r comes 1/r as often as the first (Zipf's law)."""
    words, syllables = dict.fromkeys(HEAD.split()), SYLLABLES.split()
    while len(words) < DISTINCT:
        words["".join(chance.choice(syllables) for _number in range(chance.randint(2, 4)))] = None
    ordered = list(words)
    ordered.remove(COMMON)
    ordered.insert(COMMON_RANK, COMMON)
    return ordered, list(accumulate(1 / rank for rank in range(1, len(ordered) + 1)))


def _rendered(source):
    html = markdown.render(source)
    return Paragraph(source, html, markdown.plain_text(html))
