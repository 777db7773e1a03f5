"""Sending an application, paying for it, taking it back."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from certification.framework.models import ProgramRules
from members.audit.log import record
from members.billing.models import Invoice, Line, NoIssuer, NotOpen

from .. import attestation, letters
from ..completeness import Incomplete, gaps_of
from ..states import State
from .cases import Submission
from .transitions import NotNow
from .writing import shown

JOB_COLUMNS = ["employer", "role", "began_month", "began_year", "ended_month", "ended_year"]


class NotOpenYet(Exception):
    """Applications cannot be sent for now: staff have not set the fee, or the account to pay into."""


class Sending:
    """The part of Application that is about leaving the applicant's hands."""

    @cached_property
    def terms(self):
        """The rules that count: today's while it is being written, later those of the day it was sent."""
        return ProgramRules.objects.in_force() if self.state == State.DRAFT else self.rules

    @property
    def fee(self):
        """What sending it costs its applicant today, in minor units; None while staff have not decided."""
        return self.terms.fee_for(self.person)

    @transaction.atomic
    def submit(self, *, by):
        """Send it: to the payment the first time, straight back to the reviewers after asked changes.

        Sent twice, it is sent once. Raises Incomplete with what is missing, NotOpenYet while there is no fee or no
        account to pay into, NotNow when it is not with the applicant.
        """
        self._hold()
        if self.state in (State.AWAITING_PAYMENT, State.IN_REVIEW):
            return
        if not self.is_writable:
            raise NotNow(self.get_state_display())
        if gaps := gaps_of(self):
            raise Incomplete(gaps)
        if self.state == State.CHANGES_REQUESTED:
            self._keep_what_was_sent()
            self._enter_review(by=by, said="sent_again")
            letters.sent_again(self)
            return
        self._submit_first(by)

    def _submit_first(self, by):
        rules = ProgramRules.objects.in_force()
        if not rules.is_open_for_submission:
            raise NotOpenYet
        self.rules, self.terms = rules, rules
        submission = self._keep_what_was_sent()
        fee = rules.fee_for(self.person)
        if fee:
            self._ask_for_payment(fee, submission, by)
        self._go(
            State.AWAITING_PAYMENT,
            by=by,
            said="sent",
            details={"fee": fee, "is_member": self.person.is_member, "fingerprint": submission.fingerprint},
            rules=rules,
            submitted_at=submission.sent_at,
            invoice=self.invoice,
            runs_out_at=None,
        )
        if not fee:
            self._enter_review(by=by, said="fee_waived")

    def _ask_for_payment(self, fee, submission, by):
        line = Line(_("Application for the CCXP credential, %(name)s") % {"name": self.legal_name}, fee)
        try:
            self.invoice = Invoice.issue(
                self.person,
                [line],
                key=f"application:{self.pk}:submission:{submission.number}",
                currency=self.rules.currency,
                by=by,
            )
        except NoIssuer as error:
            raise NotOpenYet from error

    @transaction.atomic
    def was_paid(self, *, by):
        """The fee arrived: into review. Heard twice, it happens once."""
        self._hold()
        if self.state == State.AWAITING_PAYMENT:
            self._enter_review(by=by, said="paid", paid_at=timezone.now())
            letters.received(self)

    @transaction.atomic
    def lost_its_invoice(self, *, by):
        """The invoice was given up: back to the applicant, who can send it again."""
        self._hold()
        if self.state == State.AWAITING_PAYMENT:
            self._go(State.DRAFT, by=by, said="back_to_draft", runs_out_at=self._next_run_out(), reminded_at=None)

    @transaction.atomic
    def withdraw(self, *, by):
        """Take it back for good. An unpaid invoice is given up; a paid fee is not returned. Done twice, once."""
        # The invoice first, as when it is paid, so that the two never wait for each other.
        if self.state == State.AWAITING_PAYMENT and self.invoice:
            with suppress(NotOpen):  # paid a moment ago: what follows withdraws it from review
                self.invoice.void(by=by, reason=_("The application was withdrawn."))
        self._hold()
        if self.state != State.WITHDRAWN:
            self._go(State.WITHDRAWN, by=by, said="withdrawn", ended_at=timezone.now(), runs_out_at=None)

    @transaction.atomic
    def run_out(self, *, now):
        """Close what nobody went on with. Returns whether this call did it."""
        self._hold()
        if not self.is_writable or self.runs_out_at is None or self.runs_out_at > now:
            return False
        was_draft = self.is_draft
        self._go(State.EXPIRED, by=None, said="ran_out", ended_at=now, runs_out_at=None)
        letters.closed(self, was_draft=was_draft)
        return True

    @transaction.atomic
    def remind(self, *, now):
        """Say that it runs out soon, once: whoever changes the row first writes."""
        claimed = type(self).objects.to_remind(now).filter(pk=self.pk).update(reminded_at=now)
        if claimed:
            self.refresh_from_db(fields=["reminded_at", "state", "runs_out_at"])
            letters.runs_out(self)
            record("applications.reminded", self, by=None)
        return bool(claimed)

    def _enter_review(self, *, by, said, **changes):
        self._go(
            State.IN_REVIEW,
            by=by,
            said=said,
            review_began_at=timezone.now(),
            recommended_at=None,
            late_reason="",
            runs_out_at=None,
            reminded_at=None,
            **changes,
        )

    def _keep_what_was_sent(self):
        content = {
            "answers": dict(sorted(self.values.items())),
            "jobs": [
                {name: shown(getattr(job, name)) for name in [*JOB_COLUMNS, "is_current", "is_full_time", "duties"]}
                for job in self.work
            ],
        }
        number = (self.submissions.aggregate(last=Max("number"))["last"] or 0) + 1
        return Submission.objects.create(
            application=self,
            number=number,
            sent_at=timezone.now(),
            content=content,
            attestation=attestation.TEXT,
            attestation_version=attestation.VERSION,
            fingerprint=attestation.fingerprint_of(content),
        )
