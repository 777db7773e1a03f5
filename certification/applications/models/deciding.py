"""Deciding on a case: by somebody who neither wrote nor reviewed it, superuser or not."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import letters
from ..signals import application_approved
from ..states import State
from .cases import Part
from .transitions import NotNow


class Deciding:
    """The part of Application that is about the decision."""

    @property
    def refundable(self):
        """What goes back to somebody who is not eligible: the fee less what the rules keep, in minor units."""
        if self.invoice is None or self.invoice.state != self.invoice.PAID:
            return 0
        return max(self.invoice.total - self.rules.ineligible_withheld, 0)

    @transaction.atomic
    def approve(self, *, by, reason=""):
        """The applicant may sit. Done twice, once. Raises TwoRoles, NotNow."""
        self._hold()
        if self.state == State.APPROVED:
            return
        self._take_decision(by)
        self._go(
            State.APPROVED, by=by, said="approved", decided_at=timezone.now(), decided_by=by, reason=reason.strip()
        )
        application_approved.send(sender=type(self), application=self, by=by)
        letters.approved(self)

    @transaction.atomic
    def deny(self, *, by, reason, refund=True):
        """Not eligible, for a `reason` the applicant reads; with `refund` the fee goes back less what is kept.

        Done twice, once. Raises TwoRoles, NotNow (also without a reason).
        """
        self._hold()
        if self.state == State.DENIED:
            return
        if not reason.strip():
            raise NotNow(_("Say why: the applicant reads the reason."))
        self._take_decision(by)
        back = self.refundable if refund else 0
        self._go(
            State.DENIED,
            by=by,
            said="denied",
            details={"refund": back},
            decided_at=timezone.now(),
            decided_by=by,
            reason=reason.strip(),
        )
        if back:
            self.invoice.credit(
                back,
                by=by,
                reason=_("The application was not eligible; the fee goes back less the cost of reading it."),
                key=f"application:{self.pk}:denied",
            )
        letters.denied(self, refund=back)

    @transaction.atomic
    def ask_for_changes(self, *, by, reason=""):
        """Give it back to the applicant with what the reviewers ask for. Done twice, once. Raises TwoRoles, NotNow."""
        self._hold()
        if self.state == State.CHANGES_REQUESTED:
            return
        comments = [comment for review in self.current_readings for comment in review.comments.all()]
        if not comments and not reason.strip():
            raise NotNow(_("No reviewer asked for a change. Say yourself what has to change."))
        if self.revision >= self.rules.revision_rounds:
            raise NotNow(_("Changes were asked as often as the rules allow. What is left is to approve or not."))
        self._take_decision(by)
        self._go(
            State.CHANGES_REQUESTED,
            by=by,
            said="changes_asked",
            revision=self.revision + 1,
            reason=reason.strip(),
            recommended_at=None,
            reminded_at=None,
            runs_out_at=timezone.now() + timedelta(days=self.rules.changes_days),
        )
        letters.changes_asked(self, comments)

    def _take_decision(self, person):
        if self.state != State.IN_REVIEW:
            raise NotNow(self.get_state_display())
        if self.recommended_at is None:
            raise NotNow(_("This case has not been reviewed yet."))
        self._take_part(person, Part.DECIDER)
