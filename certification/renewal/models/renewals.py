"""Renewal: asked for by the holder, paid, and confirmed by a human, who adds a cycle to the old end."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import Credential, register_day
from certification.credentials.rules import rules_on
from members.audit.log import record
from members.billing.models import Invoice, Line, NoIssuer
from members.days import months_after

from .. import letters
from ..progress import progress_of


class NotOpen(Exception):
    """The renewal cannot be asked for or confirmed now; the text is a sentence that says why."""


class State(models.TextChoices):
    UNPRICED = "unpriced", _("waits for its fee")
    AWAITING_PAYMENT = "awaiting_payment", _("waits for the payment")
    TO_CONFIRM = "to_confirm", _("waits for staff")
    CONFIRMED = "confirmed", _("confirmed")
    RETURNED = "returned", _("sent back")
    WITHDRAWN = "withdrawn", _("given up")


TRANSITIONS = {
    State.UNPRICED: {State.AWAITING_PAYMENT, State.TO_CONFIRM, State.WITHDRAWN},
    State.AWAITING_PAYMENT: {State.TO_CONFIRM, State.WITHDRAWN},
    State.TO_CONFIRM: {State.CONFIRMED, State.RETURNED},
    State.RETURNED: {State.TO_CONFIRM, State.WITHDRAWN},
    State.CONFIRMED: set(),
    State.WITHDRAWN: set(),
}


class RenewalQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(credential__person=person)

    def running(self):
        """Asked for, and neither confirmed nor given up."""
        return self.exclude(state__in=[State.CONFIRMED, State.WITHDRAWN])

    def waiting(self):
        """Those that wait for staff: to name the fee, or to confirm. The oldest first."""
        return self.filter(state__in=[State.UNPRICED, State.TO_CONFIRM]).order_by("requested_at", "pk")


class Renewal(models.Model):
    """One cycle's end: from the request to the new date."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="renewals", verbose_name=_("credential"))
    cycle_starts_on = models.DateField(_("cycle from"))
    cycle_ends_on = models.DateField(_("to"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNPRICED)
    was_member = models.BooleanField(_("member when it was asked for"), default=False)
    invoice = models.OneToOneField(
        Invoice, models.PROTECT, null=True, blank=True, related_name="renewal", verbose_name=_("invoice")
    )
    requested_at = models.DateTimeField(_("asked for"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    reason = models.TextField(_("why it was sent back"), blank=True)
    renewed_until = models.DateField(_("renewed until"), null=True, blank=True)

    objects = RenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal")
        verbose_name_plural = _("renewals")
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="renewal_state_known"),
            models.UniqueConstraint(
                fields=["credential", "cycle_ends_on"],
                condition=~Q(state="withdrawn"),
                name="one_renewal_per_cycle",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(renewed_until__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="confirmed_renewal_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["requested_at"], name="renewal_waiting", condition=Q(state__in=["unpriced", "to_confirm"])
            )
        ]

    def __str__(self):
        return f"{self.credential} · {self.cycle_ends_on.year}"

    def get_absolute_url(self):
        return reverse("certification:renewal")

    @classmethod
    @transaction.atomic
    def request(cls, credential, *, by):
        """Ask for the next cycle. Raises NotOpen when the rule is not met; asked twice, it is asked once.

        The fee is that of the day (`ProgramRules`); where staff have not set one, it waits for them.
        """
        credential = Credential.objects.select_for_update().get(pk=credential.pk)
        renewal = cls.objects.running().filter(credential=credential, cycle_ends_on=credential.expires_on).first()
        if renewal and renewal.state != State.RETURNED:
            return renewal
        if renewal:  # sent back: it is paid, and was asked for in time
            if missing := progress_of(credential).missing_in_words:
                raise NotOpen(missing)
            renewal._become(State.TO_CONFIRM, by=by)
            return renewal
        _refuse_unless_open(credential)
        renewal = cls.objects.create(
            credential=credential,
            cycle_starts_on=credential.cycle_starts_on,
            cycle_ends_on=credential.expires_on,
            was_member=credential.person.is_member,
        )
        record("renewal.requested", renewal, by=by)
        renewal.ask_for_payment(by=by)
        return renewal

    @transaction.atomic
    def ask_for_payment(self, *, by):
        """Issue the invoice by the fee of today; with no fee or no bank account set by staff it goes on waiting.

        Returns whether it went on.
        """
        rules = rules_on(register_day())
        fee = rules.renewal_fee_member if self.was_member else rules.renewal_fee_other
        if fee is None or self.state != State.UNPRICED:
            return False
        if fee == 0:
            return self._become(State.TO_CONFIRM, by=by)
        text = _now("Renewal of the CCXP %(number)s") % {"number": self.credential.number}
        try:
            self.invoice = Invoice.issue(
                self.credential.person, [Line(text, fee)], key=f"renewal:{self.pk}", currency=rules.currency, by=by
            )
        except NoIssuer:
            return False
        return self._become(State.AWAITING_PAYMENT, "invoice", by=by)

    @transaction.atomic
    def receive_payment(self, *, by):
        """Its invoice is paid: it waits for a human. Heard twice, nothing changes."""
        if self._state_now() == State.AWAITING_PAYMENT:
            self._become(State.TO_CONFIRM, by=by)

    @transaction.atomic
    def confirm(self, *, by):
        """Renew: valid for a whole cycle from the old end, not from today.

        Nobody confirms their own. Credits may have been taken back since it was asked for, so they are counted again.
        """
        if by.pk == self.credential.person_id:
            raise NotOpen(_now("Somebody else has to confirm a renewal of your own."))
        if self._state_now() == State.CONFIRMED:
            return
        credential = Credential.objects.select_for_update().get(pk=self.credential_id)
        if credential.state != "active":
            raise NotOpen(_now("This credential is %(state)s.") % {"state": credential.get_state_display()})
        progress = progress_of(credential)
        if not progress.is_met:
            raise NotOpen(progress.missing_in_words)
        self.renewed_until = months_after(self.cycle_ends_on, progress.rules.cycle_months)
        self.decided_at, self.decided_by = timezone.now(), by
        self._become(State.CONFIRMED, "renewed_until", "decided_at", "decided_by", by=by)
        credential.extend(self.renewed_until, by=by)
        letters.renewed(self)

    @transaction.atomic
    def send_back(self, *, by, reason):
        """Not yet: the holder reads why, mends it and asks again, without paying again."""
        if self._state_now() == State.RETURNED:
            return
        self.reason, self.decided_at, self.decided_by = reason, timezone.now(), by
        self._become(State.RETURNED, "reason", "decided_at", "decided_by", by=by)
        letters.sent_back(self)

    @transaction.atomic
    def give_up(self, *, by):
        """The holder changed their mind, or its invoice was voided. A new one may be asked for."""
        if self._state_now() == State.WITHDRAWN:
            return
        self._become(State.WITHDRAWN, by=by)
        if self.invoice and self.invoice.is_open:
            self.invoice.void(by=by, reason=_now("The renewal was given up."))

    def _state_now(self):
        """The state in the row, which from here on nobody else changes in this transaction."""
        self.state = Renewal.objects.select_for_update().values_list("state", flat=True).get(pk=self.pk)
        return self.state

    def _become(self, state, *fields, by):
        if state not in TRANSITIONS[State(self._state_now())]:
            raise NotOpen(_now("This renewal cannot go on: it is %(state)s.") % {"state": self.get_state_display()})
        self.state = state
        self.save(update_fields=["state", *fields])
        record(f"renewal.{state}", self, by=by)
        return True


def _refuse_unless_open(credential):
    """Raise NotOpen with the reason the holder reads."""
    progress = progress_of(credential)
    standing = credential.standing(register_day())
    if not standing.is_valid:
        raise NotOpen(standing.sentence)
    if not progress.is_open:
        raise NotOpen(progress.opening_in_words)
    if not progress.is_met:
        raise NotOpen(progress.missing_in_words)
