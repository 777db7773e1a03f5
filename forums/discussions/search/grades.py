"""`evidence:measured` in the search: posts by what their advice rests on."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models.evidence import Grade
from . import filters


def add():
    filters.register("evidence", _read, label=gettext_lazy("what the advice rests on"), example="measured")


def _read(value, asking):
    word = value.strip().lower()
    if word not in Grade.values:
        names = ", ".join(Grade.values)
        sentence = _("Evidence is one of %(names)s; “%(value)s” is none of them.") % {"names": names, "value": value}
        raise filters.Mistake(sentence, filters.closest(word, Grade.values))
    words = _("that say “%(grade)s”") % {"grade": Grade(word).label}
    return filters.Meaning(Q(evidence=word), words, of_posts=True)
