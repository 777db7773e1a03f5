"""The list of playbooks, a page at a time by keyset."""

from django.db.models import Exists, OuterRef, Q
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode

from forums.discussions.numbers import number_in
from members.subjects.models import Subject

from .models import Playbook

ROWS = 20


def page_of(playbooks, cursor, **kept):
    """The rows after `cursor`, and the query string of the next page or None; `kept` stays in the address."""
    if place := _place(cursor):
        moment, pk = place
        playbooks = playbooks.filter(Q(published_at__lt=moment) | Q(published_at=moment, pk__lt=pk))
    rows = list(playbooks.select_related("owner").newest_first()[: ROWS + 1])
    if len(rows) <= ROWS:
        return rows, None
    last = rows[ROWS - 1]
    older = {**kept, "older": f"{last.published_at.isoformat()}_{last.pk}"}
    return rows[:ROWS], "?" + urlencode(older)


def subjects_with_some(person):
    """The subjects of playbooks that `person` may read."""
    shown = Playbook.objects.shown().visible_to(person)
    there = Playbook.subjects.through.objects.filter(subject=OuterRef("pk"), playbook__in=shown)
    return Subject.objects.filter(Exists(there)).order_by("name")


def _place(text):
    """(moment, pk) of a cursor; None for anything that is not one."""
    moment, _line, pk = text.rpartition("_")
    try:
        at = parse_datetime(moment)
    except ValueError:
        return None
    number = number_in(pk, digits=18)
    return (at, number) if at is not None and at.tzinfo is not None and number else None
