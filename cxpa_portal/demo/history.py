"""What the demo community did, played again in the order in which it happened, each act at its own moment.

Rooms stand on each other: a check-in posts a credit only to whoever holds a credential on that day, and invoices are
numbered as they are issued. So every part says what happened and when (`acts`), and here all of it is sorted and done
through the rooms' own verbs, with the clock held at its moment.
"""

from collections import namedtuple

from django.db.models import F
from django.utils import timezone

from certification.applications.tasks import expire as close_what_ran_out
from certification.exams.tasks import expire as end_rights_to_sit
from certification.renewal.tasks import remind as remind_holders
from members.mail.models import Notice
from members.membership.tasks import remind as remind_members

from . import blog, candidates, clock, conversations, credentials, gatherings, memberships, networks
from .news import LOOKED, last_notice, no_letters, notices_together, tell_by_now
from .reminded import remind_of_events

LABEL = "history"
PARTS = [memberships, networks, gatherings, candidates, credentials, blog, conversations]
FALLS_DUE = [remind_members, remind_of_events, remind_holders, close_what_ran_out, end_rights_to_sit]

# Something that happened: `do()` does it, `at` is when.
Act = namedtuple("Act", ["at", "do"])


def missing():
    """Every Act that has not been played yet, in no order."""
    now = timezone.now()
    return [Act(*act) for part in PARTS for act in part.acts(now)]


def make(acts, now):
    """Play `acts`, the oldest first; yields after each. Acts that share a moment keep their order."""
    before = last_notice()
    with no_letters(), notices_together():
        for act in sorted(acts, key=lambda act: act.at):
            with clock.held_at(act.at):
                act.do()
            yield
        with clock.held_at(now):
            for task in FALLS_DUE:
                task()
        tell_by_now(now)
    # What was old when they last looked was read then.
    told = Notice.objects.filter(pk__gt=before, read_at=None, created_at__lt=now - LOOKED)
    told.update(read_at=F("created_at"))
