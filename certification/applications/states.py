"""The life of an application, as one table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Being written")
    AWAITING_PAYMENT = "awaiting_payment", _("Waits for the payment")
    IN_REVIEW = "in_review", _("In review")
    CHANGES_REQUESTED = "changes_requested", _("Back with the applicant")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Closed unfinished")


# Every step an application may take. What is not here is refused.
TRANSITIONS = {
    State.DRAFT: {State.AWAITING_PAYMENT, State.WITHDRAWN, State.EXPIRED},
    State.AWAITING_PAYMENT: {State.IN_REVIEW, State.DRAFT, State.WITHDRAWN},
    State.IN_REVIEW: {State.CHANGES_REQUESTED, State.APPROVED, State.DENIED, State.WITHDRAWN},
    State.CHANGES_REQUESTED: {State.IN_REVIEW, State.WITHDRAWN, State.EXPIRED},
    State.APPROVED: set(),
    State.DENIED: set(),
    State.WITHDRAWN: set(),
    State.EXPIRED: set(),
}

OPEN = [State.DRAFT, State.AWAITING_PAYMENT, State.IN_REVIEW, State.CHANGES_REQUESTED]
WRITABLE = [State.DRAFT, State.CHANGES_REQUESTED]
DECIDED = [State.APPROVED, State.DENIED]
