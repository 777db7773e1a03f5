"""The letter of today: what happened for one person since they were last here. It ends."""

from django.utils.functional import cached_property

from forums.discussions.models import Board, Topic
from forums.reading.listing import rows_for
from forums.reading.models import LOUD
from forums.reading.unread import unread, with_place

from .nexts import nexts_for

MOST = 5


class Letter:
    """What `home.html` says to a person. Each part is one query, and only what the page shows is asked for."""

    def __init__(self, person):
        self.person = person

    @cached_property
    def _unread(self):
        topics = Topic.objects.visible_to(self.person)
        return unread(with_place(topics, self.person), self.person).newest_first()

    @cached_property
    def answers(self):
        """My own topics in which others wrote since I read them."""
        return rows_for(self.person, self._unread.filter(author=self.person), MOST)

    @cached_property
    def followed(self):
        """Topics I watch, started by others, with new posts."""
        watched = self._unread.filter(my_level__in=LOUD).exclude(author=self.person)
        return rows_for(self.person, watched, MOST)

    @cached_property
    def _others(self):
        """What else is new, one row more than is shown."""
        others = self._unread.exclude(author=self.person).filter(my_last_number=None).exclude(my_level__in=LOUD)
        return rows_for(self.person, others, MOST + 1)

    @property
    def new(self):
        """What else is new, one screen of it; the question they could answer stands by itself."""
        asked = self.question and self.question.topic
        return [row for row in self._others if row.topic != asked][:MOST]

    @cached_property
    def nexts(self):
        """The next thing on each of the other floors."""
        return nexts_for(self.person)

    @cached_property
    def question(self):
        """One question nobody has answered that this person could."""
        open_to_me = Topic.objects.visible_to(self.person).filter(board__in=Board.objects.open_to(self.person))
        waiting = open_to_me.unanswered().begun_by_others(self.person).newest_first()
        return next(iter(rows_for(self.person, waiting, 1)), None)

    @property
    def is_quiet(self):
        return not (self.answers or self.followed or self._others)

    @property
    def is_first(self):
        """Somebody who has not introduced themselves yet gets the first steps."""
        return not self.person.headline
