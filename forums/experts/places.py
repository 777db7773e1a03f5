"""What is left of an expert's month."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models.capacities import Capacity, month_of
from .models.referrals import Referral


@dataclass(frozen=True)
class Places:
    """How many questions one expert takes in a month, and how many were asked of them; `month` is its first day."""

    monthly: int
    taken: int
    month: date

    @property
    def left(self):
        return max(self.monthly - self.taken, 0)

    @property
    def month_in_words(self):
        return date_format(self.month, "F")

    def sentence_of(self, name):
        """The same as a sentence about `name`."""
        if not self.monthly:
            return _("%(name)s takes no questions by name just now.") % {"name": name}
        if not self.left:
            return _("%(name)s has no place left in %(month)s.") % {"name": name, "month": self.month_in_words}
        words = ngettext(
            "%(name)s has %(left)d place left in %(month)s.",
            "%(name)s has %(left)d places left in %(month)s.",
            self.left,
        )
        return words % {"name": name, "left": self.left, "month": self.month_in_words}

    def __str__(self):
        if not self.monthly:
            return _("takes no questions by name just now")
        if not self.left:
            return _("no place left in %(month)s") % {"month": self.month_in_words}
        words = ngettext("%(left)d place left in %(month)s", "%(left)d places left in %(month)s", self.left)
        return words % {"left": self.left, "month": self.month_in_words}


def places_of(people, now=None):
    """{person's pk: Places} of each of `people`; one query at any number of them."""
    now = now or timezone.now()
    people = {person.pk: person for person in people}
    asked = Referral.objects.holding().filter(expertise__person=OuterRef("person"), month__in=months_now(now))
    rows = Capacity.objects.filter(person__in=people).annotate(months=ArraySubquery(asked.values("month")))
    known = {row.pk: row for row in rows}
    return {pk: _left(known.get(pk), month_of(person, now)) for pk, person in people.items()}


def months_now(now=None):
    """The first days of the months it is somewhere: all zones are in yesterday's, today's or tomorrow's of UTC."""
    now = now or timezone.now()
    return {timezone.localdate(now + timedelta(days=days), ZoneInfo("UTC")).replace(day=1) for days in (-1, 0, 1)}


def _left(capacity, month):
    if capacity is None:
        return Places(0, 0, month)
    return Places(capacity.monthly, capacity.months.count(month), month)
