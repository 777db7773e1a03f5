"""A Query as PostgreSQL asks it: once in each language of the boards, and of each post only in that of its own."""

from collections import defaultdict
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import BooleanField, Case, ExpressionWrapper, F, FloatField, Q, TextField, Value, When

from ..languages import config_of

SEPARATE = str.maketrans("/", " ")


class Matching:
    """`query` in the languages of `boards`."""

    def __init__(self, query, boards):
        self.query = query
        self.by_language = defaultdict(list)
        for board in boards:
            self.by_language[board.language].append(board.pk)

    def where(self, field):
        """The condition on Post that the vector in `field` matches."""
        return self._each_in_its_own(field, self._asked)

    def in_order(self, field):
        """The condition on Post that the vector in `field` holds all words, one right after the other."""
        return self._each_in_its_own(field, lambda config: SearchQuery(self._line, config=config, search_type="phrase"))

    def is_true(self, condition):
        return ExpressionWrapper(condition, output_field=BooleanField())

    def rank(self, field):
        """How well the vector in `field` matches; how long the text is counts a little."""
        return self._by_language(
            lambda config: SearchRank(F(field), self._asked(config), normalization=Value(1)), FloatField()
        )

    def headline(self, text, **looks):
        """The words found in `text`, in what stands around them."""

        def told(config):
            return SearchHeadline(text, self._asked(config), config=config, **looks)

        return self._by_language(told, TextField())

    def _asked(self, config):
        """The query of one language."""
        clauses = [reduce(or_, (_atom(term, config) for term in clause)) for clause in self.query.clauses]
        return reduce(and_, clauses)

    @property
    def _line(self):
        return self.query.title.translate(SEPARATE)

    def _each_in_its_own(self, field, asked):
        # Lists first what an index can answer, whatever the board; then which language counts.
        queries = {language: asked(config_of(language)) for language in self.by_language}
        if not queries:
            return Q(pk__in=[])
        if len(queries) == 1:
            return Q(**{field: next(iter(queries.values()))})
        own = [
            Q(**{field: query, "topic__board__in": self.by_language[language]}) for language, query in queries.items()
        ]
        return Q(**{field: reduce(or_, queries.values())}) & reduce(or_, own)

    def _by_language(self, made, output):
        languages = list(self.by_language)
        if len(languages) == 1:
            return made(config_of(languages[0]))
        whens = [
            When(topic__board__in=self.by_language[language], then=made(config_of(language))) for language in languages
        ]
        return Case(*whens, output_field=output)


def _atom(term, config):
    kind = "phrase" if term.is_phrase else "plain"
    asked = SearchQuery(term.text.translate(SEPARATE), config=config, search_type=kind)
    return ~asked if term.is_not else asked
