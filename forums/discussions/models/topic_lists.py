"""Which topics somebody may read, and in which order lists show them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .behind import Behind
from .boards import Board


class TopicQuerySet(models.QuerySet):
    def visible_to(self, person, boards=None):
        """Topics `person` may read: those of boards they see, without the hidden ones (moderators see these too)
        and those that became a part of another.

        `boards` spares the look at the boards: the ids of those they see, where the caller has asked already.
        """
        seen = self.filter(board__in=Board.objects.visible_to(person) if boards is None else boards)
        if person.is_authenticated and person.is_moderator:
            return seen.filter(merged_into=None)
        return seen.filter(hidden_at=None)

    def begun_by(self, person):
        """Topics of `person`, also those they began without a name: for their own eyes only."""
        return self.filter(Q(author=person.pk) | Q(pk__in=Behind.topics_of(person)))

    def begun_by_others(self, person):
        """The others, as `person` sees them: what they began without a name is not news to them either."""
        return self.exclude(author=person.pk).exclude(pk__in=Behind.topics_of(person))

    def for_listing(self):
        """All that a row of a list shows, in one query."""
        return self.select_related("board", "author", "last_author")

    def newest_first(self):
        return self.order_by("-last_posted_at", "-id")

    def older_than(self, moment, pk):
        """What comes after the topic (`moment`, `pk`) in `newest_first`: the next page, without an offset."""
        return self.filter(Q(last_posted_at__lt=moment) | Q(last_posted_at=moment, id__lt=pk))

    def pinned(self, now=None):
        """Those that stand first on their board now, the last pinned first."""
        ends = Q(pinned_until=None) | Q(pinned_until__gt=now or timezone.now())
        return self.filter(ends, pinned_at__isnull=False).order_by("-pinned_at", "-id")

    def questions(self):
        return self.filter(kind=self.model.QUESTION)

    def unanswered(self):
        """Open questions nobody has answered yet."""
        return self.questions().filter(post_count__lte=1, closed_at=None)

    def solved(self):
        """Questions of which some answer helped."""
        return self.questions().filter(accepted_count__gt=0)

    def unsolved(self):
        """Open questions of which no answer is known to have helped, answered or not."""
        return self.questions().filter(accepted_count=0, closed_at=None)

    def undecided(self):
        """Of these those that were answered: somebody may know whether it helped."""
        return self.unsolved().filter(post_count__gt=1)
