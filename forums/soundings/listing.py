"""The list of one's sounding boards, a page at a time by keyset."""

from django.db.models import OuterRef, Q, Subquery
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from forums.discussions.numbers import number_in

from .models import Invitation

ROWS = 20


def page_of(request, soundings):
    """The rows after `?older=`, each with its author and `my_state`; and the query string of the next page or None."""
    mine = Invitation.objects.of(request.user).filter(sounding=OuterRef("pk"))
    soundings = soundings.select_related("author").annotate(my_state=Subquery(mine.values("state")[:1]))
    if place := _place(request.GET.get("older", "")):
        moment, pk = place
        soundings = soundings.filter(Q(opened_at__lt=moment) | Q(opened_at=moment, pk__lt=pk))
    rows = list(soundings.defer("text", "html").newest_first()[: ROWS + 1])
    if len(rows) <= ROWS:
        return rows, None
    last = rows[ROWS - 1]
    return rows[:ROWS], "?" + urlencode({"older": f"{last.opened_at.isoformat()}_{last.pk}"})


def _place(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _line, pk = text.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    number = number_in(pk, digits=18)
    return (at, number) if at is not None and at.tzinfo is not None and number else None
