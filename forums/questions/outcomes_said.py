"""What came of an answer, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forums.discussions.worth import reported


def said_of(outcomes):
    """ "Worked for 7 of 9 who reported back, for 1 of them in part"; "" where nobody told how it went."""
    told, worked, partly = reported(outcomes), outcomes.get("worked", 0), outcomes.get("partly", 0)
    if not told:
        return ""
    if told == 1:
        return _one(worked, partly)
    words = ngettext(
        "Worked for %(worked)d of %(told)d who reported back",
        "Worked for %(worked)d of %(told)d who reported back",
        worked,
    ) % {"worked": worked, "told": told}
    if partly:
        words += ngettext(", in part for %(count)d more", ", in part for %(count)d more", partly) % {"count": partly}
    return words


def _one(worked, partly):
    if worked:
        return _("Worked for the one who reported back")
    return _("Worked in part for the one who reported back") if partly else _("Did not work for the one who told")
