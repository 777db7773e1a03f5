"""Whom one may mean while typing a name after an @."""

from django.contrib.auth import get_user_model
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

from members.accounts.handles import base_of
from members.connections.models import blocked_by

from .models import Post

SHOWN = 8


def people_like(beginning, person, *, board=None, topic=None):
    """At most SHOWN people one of whose names begins as `beginning`, those first who wrote in `topic`. One query.

    Only who may read `board`; nobody whom `person` has blocked, and no account that no letter reaches.
    """
    start = base_of(beginning) if beginning.strip(" -@") else ""
    if beginning and len(start) < 2:
        return []
    people = get_user_model().objects.active().filter(handle__isnull=False).exclude(email__endswith=".invalid")
    if board is not None:
        people = people.in_audience(board.audience, board.group_id)
    if start:
        people = people.filter(Q(handle__startswith=start) | Q(handle__contains=f"-{start}"))
    elif topic is None:
        return []
    wrote = Exists(Post.objects.filter(topic=topic, author=OuterRef("pk"))) if topic else None
    if topic and not start:
        people = people.filter(wrote)
    near = Case(When(wrote, then=Value(0)), default=Value(1), output_field=IntegerField()) if topic else Value(0)
    begins = Case(When(handle__startswith=start, then=Value(0)), default=Value(1), output_field=IntegerField())
    others = people.exclude(pk=person.pk).exclude(pk__in=blocked_by(person))
    return list(others.annotate(near=near, begins=begins).order_by("near", "begins", "name", "pk")[:SHOWN])
