"""What somebody asked of search, understood: the words, what narrows them, and what could not be understood."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from . import filters
from .filters import Asking, Mistake
from .query import Query, Term, normal

NAMES_CUTOFF = 4  # shorter words before a colon are not taken for a misspelt filter


@dataclass(frozen=True)
class Chip:
    """Something that narrows the search, with the query that is left without it."""

    label: str
    rest: str


@dataclass(frozen=True)
class Wrong:
    """A filter that was left aside: why, and the whole query as it may have been meant."""

    sentence: str
    meant: str  # the value or name; empty where nothing is near
    query: str


class Asked:
    """A query of one person. Nothing in it is refused: what cannot be understood is left aside, with the reason."""

    newer_than = None  # the id of a post: only what was written after it is looked for

    def __init__(self, typed, person, now=None):
        self.typed = normal(typed)
        self.asking = Asking(person, now)
        self.query = Query.read(self.typed, filters.known())
        self.meanings, self.wrongs = {}, []
        for term in self.query.filters:
            try:
                self.meanings[term] = filters.meaning_of(term, self.asking)
            except Mistake as mistake:
                self._leave(term, mistake)
        self._look_for_misspelt_names()

    @classmethod
    def standing_for(cls, asker, boards, query):
        """Somebody's words and nothing else, while a statement is written: `asker` is an Asker, `boards` have pk and
        language, the words of `query` are slots."""
        asked = object.__new__(cls)
        asked.asking = SimpleNamespace(person=asker, boards=boards)
        asked.query, asked.meanings = query, {}
        return asked

    @property
    def person(self):
        return self.asking.person

    @property
    def has_words(self):
        """Whether it says what should be there; only what should not, says nothing."""
        return bool(self.query.wanted)

    @property
    def said(self):
        """The words, or all that was typed where there are none."""
        return self.query.words or self.typed

    @property
    def is_empty(self):
        return not self.has_words and not self.meanings

    @property
    def is_narrowed(self):
        return bool(self.meanings)

    @property
    def is_in_titles(self):
        return any(term.name == "in" and term.text.lower() == "title" and not term.is_not for term in self.meanings)

    @property
    def is_of_posts(self):
        """Whether something in it is about the post that is looked for, and not about its topic."""
        return self.has_words or any(
            meaning.of_posts and term.name not in ("in", "before", "after") for term, meaning in self.meanings.items()
        )

    def instead(self, query):
        """The same person asking for other words, with the same filters."""
        other = object.__new__(Asked)
        other.__dict__.update(self.__dict__, query=query)
        return other

    def only(self, query):
        """The same person asking for `query` alone."""
        other = self.instead(query)
        other.meanings = {}
        return other

    @property
    def chips(self):
        """What narrows it, each to be taken away."""
        told = {term: meaning.words for term, meaning in self.meanings.items()}
        told |= {term: _("without “%(word)s”") % {"word": term.text} for term in self.query.unwanted}
        return [Chip(words, str(self.query.without(term))) for term, words in told.items()]

    @property
    def wider(self):
        """The words alone, where something narrows them."""
        return str(self.query.only_words()) if self.is_narrowed and self.has_words else ""

    @property
    def is_plain(self):
        """Whether it is a few words and nothing else, of which no explanation is owed."""
        return not self.chips and all(len(clause) == 1 and not clause[0].is_phrase for clause in self.query.clauses)

    @property
    def sentence(self):
        """What is looked for, in a sentence."""
        wanted = [get_text_list([f"“{term.text}”" for term in clause], _("or")) for clause in self.query.wanted]
        parts = []
        if wanted:
            parts.append(_("with %(words)s") % {"words": get_text_list(wanted, _("and"))})
        parts += [_("without “%(word)s”") % {"word": term.text} for term in self.query.unwanted]
        parts += [meaning.words for meaning in self.meanings.values()]
        return _("Posts %(so)s.") % {"so": ", ".join(parts)} if parts else ""

    def _leave(self, term, mistake):
        better = Term(mistake.meant, term.name, is_not=term.is_not)
        meant = Query(self.query.clauses, tuple(better if each == term else each for each in self.query.filters))
        self.wrongs.append(Wrong(mistake.sentence, mistake.meant, str(meant) if mistake.meant else ""))

    def _look_for_misspelt_names(self):
        """`auther:ann` is no filter, but may have been meant as one; it is searched for as it stands."""
        for term in self.query.plain_words:
            name, colon, value = term.partition(":")
            if colon and value and len(name) >= NAMES_CUTOFF and name.isalpha() and not value.startswith((":", "/")):
                meant = filters.closest(name, filters.known())
                if meant:
                    sentence = _("There is no “%(name)s:” to narrow a search by.") % {"name": name}
                    other = self.typed.replace(f"{name}:", f"{meant}:", 1)
                    self.wrongs.append(Wrong(sentence, f"{meant}:{value}", other))
