"""The life of a sitting, as one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    ATTENDED = "attended", _("Taken, result open")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    NO_SHOW = "no_show", _("Did not come")
    CANCELLED = "cancelled", _("Called off")
    VOID = "void", _("Does not count")


# Every step a sitting may take. A result is recorded once; a wrong one is made void, and a new sitting recorded.
TRANSITIONS = {
    State.SCHEDULED: {State.ATTENDED, State.PASSED, State.FAILED, State.NO_SHOW, State.CANCELLED},
    State.ATTENDED: {State.PASSED, State.FAILED, State.VOID},
    State.PASSED: {State.VOID},
    State.FAILED: {State.VOID},
    State.NO_SHOW: {State.VOID},
    State.CANCELLED: set(),
    State.VOID: set(),
}

OPEN = [State.SCHEDULED, State.ATTENDED]
