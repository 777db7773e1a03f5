"""The page of the answer desk, as one volunteer sees it."""

from django.db.models import Prefetch
from django.utils import timezone

from forums.discussions.models import Board
from forums.discussions.models.behind import Behind
from forums.reading.clock import clock_of, spoken
from forums.reading.reader import hidden_authors

from ..models.desk import DeskClaim, DeskVolunteer
from ..models.promises import Promise

MOST = 30  # questions shown; the desk is there to keep it shorter


class Waiting:
    """A question on the desk: its clock, and who has taken it."""

    def __init__(self, promise, person, now):
        self.promise, self.topic = promise, promise.topic
        self.clock = clock_of(promise.topic, promise.zone, now)
        self.claim = next(iter(promise.standing_claims), None)
        self.is_mine = self.claim is not None and self.claim.person_id == person.pk
        self.taken_until = spoken(self.claim.until, now) if self.claim else None


class Desk:
    def __init__(self, person):
        self.person = person
        self.now = timezone.now()
        self.place = DeskVolunteer.objects.filter(person=person).prefetch_related("subjects").first()
        self.is_open = DeskVolunteer.is_open_to(person)

    def waiting(self):
        """The questions this person could answer now, the most pressing first; two queries."""
        claims = DeskClaim.objects.standing(self.now).select_related("person")
        found = on_the_desk_for(self.person, self.now).select_related("topic__board", "topic__author")
        found = found.prefetch_related(Prefetch("claims", claims, to_attr="standing_claims"))
        return [Waiting(promise, self.person, self.now) for promise in found[:MOST]]


def on_the_desk_for(person, now=None):
    """The promises on the desk whose questions `person` may read and answer, and did not ask."""
    open_to_me = Board.objects.open_to(person)
    found = Promise.objects.on_the_desk(now).readable_by(person).filter(topic__board__in=open_to_me.values("pk"))
    found = found.exclude(topic__author=person.pk).exclude(topic__in=Behind.topics_of(person))
    return found.exclude(topic__author__in=hidden_authors(person.pk))
