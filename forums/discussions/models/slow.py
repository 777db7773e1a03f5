"""Slow mode: one post a person within so many minutes, until a moment."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.audit.log import record

from .behind import Behind
from .standing import Closed

MOST_MINUTES = 24 * 60


class TooSoon(Closed):
    """The topic is in slow mode, and this person wrote a moment ago; says when the next can go, in their zone."""

    def __init__(self, topic, at):
        super().__init__(topic.pk)
        self.topic, self.at = topic, at

    def __str__(self):
        said = _("This topic goes slowly just now: %(pace)s. Your next one can go %(when)s.")
        return said % {"pace": self.topic.pace, "when": _when(self.at)}


class Slow:
    """The verbs of it, for a Topic. What somebody wrote without a name counts as theirs; only they are told."""

    @property
    def is_slow(self):
        """Whether it is now; a slow mode with an end needs nobody to take it away."""
        return self.slow_until is not None and self.slow_until > timezone.now()

    @property
    def pace(self):
        """ "one post a person every 30 minutes"."""
        if self.slow_minutes % 60 == 0:
            hours = self.slow_minutes // 60
            said = ngettext("one post a person an hour", "one post a person every %(hours)d hours", hours)
            return said % {"hours": hours}
        said = ngettext("one post a person a minute", "one post a person every %(count)d minutes", self.slow_minutes)
        return said % {"count": self.slow_minutes}

    def next_turn_of(self, person, now=None):
        """The moment from which `person` can write again; None where they can now. No query while it is not slow."""
        now = now or timezone.now()
        if self.slow_until is None or self.slow_until <= now or person.is_moderator:
            return None
        mine = self.posts.filter(Q(author=person.pk) | Q(pk__in=Behind.posts_of(person)))
        last = mine.order_by("-created_at").values_list("created_at", flat=True).first()
        turn = last and min(last + timedelta(minutes=self.slow_minutes), self.slow_until)
        return turn if turn and turn > now else None

    @transaction.atomic
    def slow_down(self, *, minutes, until, by, reason=""):
        """Take one post a person within `minutes`, until the moment `until`. Done twice, it counts once."""
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update(of=["self"]).select_related("board"))
        if (self.slow_minutes, self.slow_until) == (minutes, until):
            return
        self.slow_minutes, self.slow_until = minutes, until
        self.save(update_fields=["slow_minutes", "slow_until"])
        record("discussions.slowed", self, by=by, minutes=minutes, until=until.isoformat(), reason=reason)

    @transaction.atomic
    def speed_up(self, *, by):
        """Take posts as they come again."""
        changed = self._mine.filter(slow_until__isnull=False).update(slow_until=None, slow_minutes=None)
        self.refresh_from_db(fields=["slow_until", "slow_minutes"])
        if changed:
            record("discussions.not_slow", self, by=by)


def _when(at):
    """In words, in the reader's zone: within a day the hour alone."""
    there = timezone.localtime(at)
    if there.date() == timezone.localdate():
        return _("at %(hour)s") % {"hour": date_format(there, "H:i")}
    return _("on %(day)s at %(hour)s") % {"day": date_format(there, "j F"), "hour": date_format(there, "H:i")}
