"""Which cases reach whom, and in which order."""

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from forums.discussions.models import Behind, Board

# What a case about an objection names, to be read along.
ITS_OBJECTION = [
    *("objection__sanction__person", "objection__sanction__by", "objection__decided_by", "objection__decision__board"),
    *("objection__decision__post__topic", "objection__decision__post__author", "objection__decision__held__person"),
]


LONG_TEXTS = ["post__html", "post__body", "held__html", "held__fields"]


class CaseQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)

    def settled(self):
        return self.filter(settled_at__isnull=False)

    def reaching(self, person):
        """The cases `person` may decide: of boards they see, without those about their own texts and what they
        flagged themselves. What they wrote without a name is left out as quietly as the rest. An objection never
        reaches who decided what it is against, that of a moderator only superusers, and one about a text only who
        might decide about that text."""
        if not person.is_authenticated or not person.is_moderator:
            return self.none()
        others = self.exclude(post__author=person).exclude(held__person=person).exclude(flags__by=person)
        others = others.exclude(post__in=Behind.posts_of(person))
        mine = Q(objection__sanction__by=person) | Q(objection__sanction__person=person)
        mine |= Q(objection__decided_by=person) | Q(objection__decision__in=self.model.objects.touched_by(person))
        if not person.is_superuser:
            mine |= Q(objection__isnull=False, about_moderator=True)
        boards = Board.objects.visible_to(person)
        objected = Q(objection__sanction__isnull=False) | Q(objection__decision__board__in=boards)
        return others.filter(Q(board__in=boards) | objected & ~mine)

    def touched_by(self, person):
        """Those about a text of `person`, also one without a name, and those they flagged."""
        texts = Q(post__author=person) | Q(held__person=person) | Q(post__in=Behind.posts_of(person))
        return self.filter(texts | Q(flags__by=person))

    def free_for(self, person, now=None):
        """Those nobody else has taken."""
        return self.exclude(~Q(claimed_by=person), claimed_until__gt=now or timezone.now())

    def for_listing(self):
        """All that a row shows: two queries."""
        from .flags import Flag

        flags = Prefetch("flags", Flag.objects.order_by("at", "pk"))
        rows = self.select_related("board", "post__topic", "post__author", "held__person", "claimed_by", "settled_by")
        rows = rows.select_related(*ITS_OBJECTION)
        long = [f"{at}{name}" for at in ("", "objection__decision__") for name in LONG_TEXTS]
        return rows.defer(*long).prefetch_related(flags)

    def oldest_first(self):
        return self.order_by("waits_since", "pk")

    def after(self, moment, pk):
        """What comes after the case (`moment`, `pk`) in `oldest_first`."""
        return self.filter(Q(waits_since__gt=moment) | Q(waits_since=moment, pk__gt=pk))

    def newest_settled_first(self):
        return self.order_by("-settled_at", "-pk")

    def settled_before(self, moment, pk):
        """What comes after the case (`moment`, `pk`) in `newest_settled_first`."""
        return self.filter(Q(settled_at__lt=moment) | Q(settled_at=moment, pk__lt=pk))

    def counted(self):
        """{(kind, board pk): how many}, for the filters above the list; one query."""
        rows = self.order_by().values_list("kind", "board").annotate(count=Count("pk"))
        return {(kind, board): count for kind, board, count in rows}
