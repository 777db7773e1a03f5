"""What somebody typed into the search: words, "phrases", -not, either or other, and filters such as `board:retail`."""

import re
from dataclasses import dataclass
from functools import cached_property

MOST_TERMS = 24  # what stands behind is not read
LONGEST = 200  # characters
QUOTES = str.maketrans("“”„«»″", '""""""')
TERM = re.compile(r'(?P<no>-?)(?:(?P<name>[A-Za-z]{2,20}):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)|(?=\s|$))')
EITHER = {"or", "|"}
LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class Term:
    """One thing that was typed. `name` is that of a filter, or empty; `text` is the word, the phrase or the value."""

    text: str
    name: str = ""
    is_phrase: bool = False
    is_not: bool = False

    def __str__(self):
        """As it is typed."""
        quoted = f'"{self.text}"' if self.is_phrase or " " in self.text else self.text
        return f"{'-' if self.is_not else ''}{self.name and self.name + ':'}{quoted}"


@dataclass(frozen=True)
class Query:
    """`clauses` must all be met, each by one of its Terms; `filters` narrow it down."""

    clauses: tuple = ()
    filters: tuple = ()

    @classmethod
    def read(cls, typed, names):
        """Read what somebody typed; `names` are those of the filters there are. Nothing is refused.

        A word before a colon that is no filter stands for itself, as in “std::string” or “Note: this”.
        """
        clauses, filters, joins = [], [], False
        for term in _terms(normal(typed), names):
            if not term.name and not term.is_phrase and not term.is_not and term.text.lower() in EITHER:
                joins = bool(clauses)
            elif term.name:
                filters.append(term)
                joins = False
            elif LETTER.search(term.text):
                if joins and not term.is_not and not clauses[-1][-1].is_not:
                    clauses[-1] = (*clauses[-1], term)
                else:
                    clauses.append((term,))
                joins = False
        return cls(tuple(clauses), tuple(dict.fromkeys(filters)))

    def __str__(self):
        """As somebody would type it."""
        return " ".join([self.words, *(str(term) for term in self.filters)]).strip()

    @cached_property
    def words(self):
        """As somebody would type it without the filters."""
        return " ".join(" or ".join(str(term) for term in clause) for clause in self.clauses)

    @cached_property
    def wanted(self):
        """The clauses that say what should be there."""
        return [clause for clause in self.clauses if not clause[0].is_not]

    @cached_property
    def unwanted(self):
        return [term for clause in self.clauses for term in clause if term.is_not]

    @cached_property
    def plain_words(self):
        """The single words that should be there: those that could be misspelt."""
        return [term.text for clause in self.wanted for term in clause if not term.is_phrase]

    @cached_property
    def title(self):
        """The words one after the other, as a title would have them."""
        return " ".join(term.text for clause in self.wanted for term in clause)

    def without(self, *terms):
        """This query without some of its Terms."""
        clauses = [tuple(term for term in clause if term not in terms) for clause in self.clauses]
        return Query(
            tuple(clause for clause in clauses if clause), tuple(term for term in self.filters if term not in terms)
        )

    def only_words(self):
        return Query(self.clauses)

    def with_filter(self, name, value):
        return Query(self.clauses, (*self.filters, Term(value, name)))

    def spelt(self, words, keep=False):
        """This query with {word: another} in place of words; with `keep`, either of both will do."""

        def spell(term):
            better = words.get(term.text.lower()) if not term.is_phrase and not term.is_not else None
            if better is None:
                return [term]
            return [Term(better), term] if keep else [Term(better)]

        clauses = (tuple(new for term in clause for new in spell(term)) for clause in self.clauses)
        return Query(tuple(clauses), self.filters)


def normal(typed):
    """One line of text of bounded length, with straight quotes."""
    return " ".join(str(typed).translate(QUOTES).replace("\0", "").split())[:LONGEST]


def _terms(line, names):
    terms = []
    position = 0
    while position < len(line) and len(terms) < MOST_TERMS:
        found = TERM.match(line, position)
        if found is None or found.end() == position:
            position += 1
            continue
        position = found.end()
        name = (found["name"] or "").lower()
        is_phrase = found["phrase"] is not None
        text = found["phrase"] if is_phrase else found["word"] or ""
        if name and name not in names:
            before = f"{found['name']}:"
            text, name = (text, "") if is_phrase else (before + text, "")
        terms.append(Term(" ".join(text.split()), name, is_phrase and not name, bool(found["no"])))
    return terms
