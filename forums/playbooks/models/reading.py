"""Which playbooks, and which of their passages, somebody may read.

A playbook says what its posts said, so it is never read by more people than each of them: its audience is the
narrowest of the boards behind it, asked anew at every reading. A board that closes takes its playbooks along, a topic
that moves takes them where it goes. A post that is hidden takes the passages made of it, and no more.
"""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from forums.discussions.models import Board

DRAFT, PUBLISHED, DOUBTED, RETIRED = "draft", "published", "doubted", "retired"
SHOWN = [PUBLISHED, DOUBTED]


class PlaybookQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those of which `person` may read every board behind them; drafts and retired ones for who works on them."""
        seen = self.standing_on_boards_of(person)
        if person.is_authenticated and person.is_moderator:
            return seen
        shown = Q(state__in=SHOWN)
        return seen.filter(shown | Q(owner=person.pk) | Q(offered_to=person.pk) if person.is_authenticated else shown)

    def standing_on_boards_of(self, person):
        """Those of which `person` reads every board behind them, whatever their state."""
        return self.filter(~Exists(_closed_sources(person).filter(passage__playbook=OuterRef("pk"))))

    def shown(self):
        """Those that stand in lists."""
        return self.filter(state__in=SHOWN)

    def made_from(self, topic):
        """Those that have a post of `topic` behind them."""
        return self.filter(Exists(_standing_sources().filter(passage__playbook=OuterRef("pk"), post__topic=topic)))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def due(self, now):
        """Those whose owner is to be asked whether they are still true."""
        return self.filter(state__in=SHOWN, due_at__lte=now, asked_at=None).order_by("due_at", "pk")


class PassageQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(removed_at=None).order_by("position", "pk")


class SourceQuerySet(models.QuerySet):
    def untold(self):
        """Gone, and the owner does not know yet."""
        gone = Q(post__hidden_at__isnull=False) | Q(post__topic__hidden_at__isnull=False)
        return self.filter(gone, gone_told_at=None, passage__removed_at=None)


def _closed_sources(person):
    """What stands behind a passage on a board that `person` does not read."""
    return _standing_sources().exclude(post__topic__board__in=Board.objects.visible_to(person))


def _standing_sources():
    return _sources().filter(passage__removed_at=None)


def _sources():
    from .passages import Source

    return Source.objects.order_by()
