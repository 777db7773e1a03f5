"""The filters of search: what `name:value` means. This room brings its own (`narrowing.py`); rooms above add theirs in
`AppConfig.ready()`:

    filters.register("evidence", read, label=_("what advice rests on"), example="measured")
    filters.register_state("solved", Q(topic__accepted_count__gt=0), words=_("with an answer that helped"))

`read(value, asking)` returns a Meaning, or raises Mistake. It learns nothing that `asking.person` may not know: what
they may not see is called unknown.
"""

import difflib
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.accounts.asking import Asker, Rights
from members.statements import Statement

from ..models import Board


class Mistake(Exception):
    """A filter that cannot be understood: `sentence` says why, `meant` what may stand in place of the value."""

    def __init__(self, sentence, meant=""):
        super().__init__(sentence)
        self.sentence, self.meant = sentence, meant


@dataclass(frozen=True)
class Meaning:
    """What a filter asks of a post: a condition on Post, and the words that follow “posts”."""

    condition: Q
    words: str
    of_posts: bool = False  # whether it is about the post itself, and not about its topic


@dataclass(frozen=True)
class Filter:
    name: str
    read: object
    label: str
    example: str


class Asking:
    """Who searches, and when; the boards they see are asked once."""

    def __init__(self, person, now=None):
        self.person, self.now = person, now or timezone.now()

    @cached_property
    def boards(self):
        """The boards this person sees, by their place."""
        return _BOARDS.ask(Rights.of(self.person), person=self.person.pk or 0).objects


_BOARDS = Statement(
    lambda rights, person: Board.objects.visible_to(Asker(rights, person)).only("name", "slug", "language"), person=int
)


_filters, _states = {}, {}


def register(name, read, *, label, example):
    """Make a filter known. `label` says what it is about, `example` a value of it."""
    _filters[name] = Filter(name, read, label, example)


def register_state(name, condition, *, words):
    """Make `is:<name>` known: `condition` on Post, or a function of the Asking that gives it."""
    _states[name] = (condition, words)


def known():
    """All filters, by name."""
    return _filters


def states():
    """All that can follow `is:`, by name."""
    return _states


def meaning_of(term, asking):
    """The Meaning of a filter Term. Raises Mistake."""
    each = _filters[term.name]
    if not term.text:
        sentence = _("Behind “%(name)s:” something has to stand, such as %(name)s:%(example)s.")
        raise Mistake(sentence % {"name": term.name, "example": each.example})
    meaning = each.read(term.text, asking)
    if not term.is_not:
        return meaning
    return Meaning(~meaning.condition, _("not %(what)s") % {"what": meaning.words}, meaning.of_posts)


def closest(word, known_words):
    """The one of `known_words` that looks most like `word`, or an empty string."""
    found = difflib.get_close_matches(word.lower(), known_words, n=1, cutoff=0.6)
    return found[0] if found else ""
