"""The clock on a question's own page."""

from django.db.models import F, OuterRef, Subquery

from forums.reading import parts
from forums.reading.clock import clock_of

from ..models.desk import DeskClaim

TEMPLATE = "forums/questions/promise/_head.html"


def columns(person):
    """What is read with the topic of a page: where its clock rests, who was told, and until when the desk has it."""
    taken = DeskClaim.objects.standing().filter(promise=OuterRef("pk")).order_by()
    return {
        "promise_zone": F("promise__zone"),
        "promise_at_staff": F("promise__told_staff_at"),
        "taken_until": Subquery(taken.values("until")[:1]),
    }


def told(page):
    clock = clock_of(page.topic, page.topic.promise_zone)
    if clock is None:
        return None
    # Nobody learns who has it: a name would read like a promise of that person.
    return {"clock": clock, "is_taken": bool(page.topic.taken_until), "staff_know": bool(page.topic.promise_at_staff)}


def register():
    parts.add_to_topic(columns)
    parts.register(parts.Place.HEAD, TEMPLATE, told, position=20)
