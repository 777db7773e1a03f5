"""What somebody meant who typed into the register's one field: a number, a slip in a number, or a name."""

from dataclasses import dataclass, field

from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import numbers
from .models import Credential, plain
from .register import ROWS, SHORTEST


@dataclass
class Found:
    """The answer to `words`: where to go, what to say, or rows."""

    words: str = ""
    number: str = ""  # lead there
    sentence: str = ""
    rows: list = field(default_factory=list)
    more_url: str = ""
    is_search: bool = False  # whether the names were looked through


def find(words, after=""):
    """Look for `words` on the register; `after` is where a list goes on. One query for names."""
    words = " ".join(words.split())[:100]
    if not words:
        return Found()
    number = numbers.read(words)
    if number and numbers.is_well_formed(number):
        return Found(words, number=number)
    if any(letter.isdigit() for letter in words):
        return Found(words, sentence=_slip(number))
    name = plain(words)
    if sum(letter.isalpha() for letter in name) < SHORTEST:
        return Found(words, sentence=_("Three letters of the name at least, so that the list stays a short one."))
    return _named(words, name, after)


def _slip(number):
    if number:
        return _(
            "There is a slip in this number: its last letter does not fit its digits. Compare it with the original."
        )
    return _("This does not look like a whole number. It has six digits and a letter, such as CCXP-482913Y.")


def _named(words, name, after):
    found = Credential.objects.on_register().matching(name)
    if cursor := _read(after):
        found = found.after(*cursor)
    rows = list(found.for_listing()[: ROWS + 1])
    more_url = ""
    if len(rows) > ROWS:
        rows = rows[:ROWS]
        last = rows[-1]
        more_url = "?" + urlencode({"q": words, "after": f"{last.closeness}.{last.pk}.{last.plain_name}"})
    return Found(words, sentence=_how_many(rows, more_url, cursor), rows=rows, more_url=more_url, is_search=True)


def _how_many(rows, more_url, cursor):
    if more_url or cursor:
        return _("The closest names first.")
    if not rows:
        return ""
    count = len(rows)
    words = ngettext(
        "%(count)d name on the register comes close.", "%(count)d names on the register come close.", count
    )
    return words % {"count": count}


def _read(text):
    """(closeness, plain name, pk) of a cursor, None for anything that is not one."""
    closeness, _dot, rest = text.partition(".")
    pk, _dot, name = rest.partition(".")
    if not (closeness.isdecimal() and pk.isdecimal() and name) or len(closeness) > 4 or len(pk) > 18:
        return None
    return int(closeness), name, int(pk)
