"""What changed between two texts, by words, in a time that does not grow with the square of their length."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 1500  # of both texts that are compared line by line; more are told as one change
MOST_WORDS = 3000  # of both sides of one change that are compared word by word
TOKENS = re.compile(r"\s+|\w+|[^\w\s]")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass
class Piece:
    """A stretch of text: `same` in both, `gone` since the earlier, or `new` in the later."""

    kind: str
    text: str


def between(earlier, later):
    """The Pieces that lead from `earlier` to `later`, in reading order."""
    pieces = []
    olds, news = _lines(earlier), _lines(later)
    for was, now in _steps(olds, news, MOST_LINES):
        if was == now:
            _add(pieces, SAME, was)
        else:
            _by_words(pieces, "".join(was), "".join(now))
    return pieces


def _by_words(pieces, was, now):
    for gone, new in _steps(TOKENS.findall(was), TOKENS.findall(now), MOST_WORDS):
        if gone == new:
            _add(pieces, SAME, gone)
        else:
            _add(pieces, GONE, gone)
            _add(pieces, NEW, new)


def _steps(olds, news, most):
    """Pairs of stretches, equal or not, in order; one pair of everything where there is more than `most`."""
    if len(olds) + len(news) > most:
        return [(olds, news)]
    steps = SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
    return [(olds[a:b], news[c:d]) for _kind, a, b, c, d in steps]


def _add(pieces, kind, tokens):
    text = "".join(tokens)
    if not text:
        return
    if pieces and pieces[-1].kind == kind:
        pieces[-1].text += text
    else:
        pieces.append(Piece(kind, text))


def _lines(text):
    return text.replace("\r\n", "\n").splitlines(keepends=True)
