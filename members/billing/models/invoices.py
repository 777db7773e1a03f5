"""An invoice: numbered without gaps, never edited, paid once or given up with a reason."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.audit.log import record
from members.days import in_words

from .. import letters
from ..money import money
from ..signals import invoice_paid, invoice_voided
from .addresses import BillingAddress
from .credits import CreditNote
from .issuers import Issuer
from .numbering import Series
from .payments import Payment
from .refusals import NotOpen, NotPossible, WrongAmount


@dataclass(frozen=True)
class Line:
    """What is to be paid for: `amount` is the price of one, in minor units; below zero for something taken off."""

    text: str
    amount: int
    quantity: int = 1

    @property
    def total(self):
        return self.amount * self.quantity


class InvoiceQuerySet(models.QuerySet):
    def of(self, person):
        """The invoices of `person`; of nobody else, whoever asks."""
        return self.filter(person=person)

    def open(self):
        """Those that wait for their payment."""
        return self.filter(paid_at=None, voided_at=None)

    def paid(self):
        return self.filter(paid_at__isnull=False)

    def void(self):
        return self.filter(voided_at__isnull=False)

    def overdue(self, on=None):
        """Open ones whose day has passed by `on` (today)."""
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def for_listing(self):
        """All that a list of invoices shows."""
        return self.select_related("payment").prefetch_related("lines")

    def for_reading(self):
        """All that the page of one invoice shows."""
        return self.for_listing().prefetch_related("credit_notes")


class Invoice(models.Model):
    SERIES = "CXPA"
    OPEN, PAID, VOID = "open", "paid", "void"

    number = models.CharField(_("number"), max_length=24, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invoices", verbose_name=_("person")
    )
    key = models.CharField(max_length=120, unique=True, help_text=_("What it is for; asked for twice, issued once."))
    currency = models.CharField(_("currency"), max_length=3)
    total = models.PositiveBigIntegerField(_("total"), help_text=_("In the smallest unit of the currency."))
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due on"))
    issued_at = models.DateTimeField(default=timezone.now)

    billed_name = models.CharField(_("name"), max_length=100)
    billed_email = models.EmailField(_("e-mail address"))
    billed_organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    billed_address = models.TextField(_("address"), blank=True)
    billed_country = CountryField(_("country"), blank=True)
    purchase_order = models.CharField(_("purchase order number"), max_length=60, blank=True)
    issuer = models.JSONField(_("issuer"), help_text=_("As it was on the day; see Issuer.as_printed."))

    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    voided_at = models.DateTimeField(_("given up"), null=True, blank=True)
    void_reason = models.CharField(_("why it was given up"), max_length=300, blank=True)

    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(total__gt=0), name="invoice_over_something"),
            models.CheckConstraint(
                condition=Q(paid_at__isnull=True) | Q(voided_at__isnull=True), name="invoice_paid_or_void"
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""), name="void_invoice_has_its_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="invoice_of_person"),
            models.Index(fields=["due_on"], name="invoice_open", condition=Q(paid_at=None, voided_at=None)),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("billing:invoice", args=[self.number])

    @property
    def state(self):
        """OPEN, PAID or VOID."""
        if self.voided_at:
            return self.VOID
        return self.PAID if self.paid_at else self.OPEN

    @property
    def is_open(self):
        return self.state == self.OPEN

    @property
    def is_overdue(self):
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def total_in_words(self):
        return money(self.total, self.currency)

    @property
    def sentence(self):
        """The state in one sentence with its date."""
        words = {"total": self.total_in_words, "due": in_words(self.due_on)}
        if self.state == self.PAID:
            words["received"] = in_words(self.payment.received_on)
            return _now("Paid. Your %(total)s arrived on %(received)s; thank you.") % words
        if self.state == self.VOID:
            return _now("Given up: nothing is to be paid on this invoice.")
        if self.is_overdue:
            return _now("We wait for %(total)s, which were due by %(due)s. The invoice can still be paid.") % words
        return _now("We wait for %(total)s, due by %(due)s.") % words

    @property
    def kind(self):
        """How its state looks: well · due · over."""
        return {self.PAID: "well", self.OPEN: "due", self.VOID: "over"}[self.state]

    @property
    def made_out_to(self):
        """The lines of the address, as they stand on the invoice."""
        country = str(self.billed_country.name or "")
        lines = [self.billed_organisation, self.billed_name, *self.billed_address.splitlines(), country]
        return [line for line in lines if line.strip()]

    @property
    def credited(self):
        """How much was given back, in minor units. Asks the database."""
        return self.credit_notes.aggregate(sum=Sum("amount"))["sum"] or 0

    @classmethod
    @transaction.atomic
    def issue(cls, person, lines, *, key, currency="USD", by=None, due_in=timedelta(days=14)):
        """Send `person` an invoice over `lines` (of Line). Asked again with the same `key`, it is the same invoice.

        Raises NoIssuer while staff have not entered the account to pay into, ValueError where nothing is to be paid.
        """
        total = sum(line.total for line in lines)
        if total <= 0:
            raise ValueError("An invoice asks for something.")
        issuer = Issuer.objects.in_force()
        series = Series.held(cls.SERIES, issuer.today.year)
        # Asked with the series held: who asked with the same key at the same moment has numbered theirs by now.
        if found := cls.objects.filter(key=key).first():
            return found
        invoice = cls.objects.create(
            number=series.next_number(),
            person=person,
            key=key,
            currency=currency,
            total=total,
            issued_on=issuer.today,
            due_on=issuer.today + due_in,
            billed_name=person.name,
            billed_email=person.email,
            issuer=issuer.as_printed(),
            **BillingAddress.of(person).as_printed(),
        )
        InvoiceLine.objects.bulk_create(
            InvoiceLine(invoice=invoice, position=position, text=line.text, amount=line.amount, quantity=line.quantity)
            for position, line in enumerate(lines, 1)
        )
        record("billing.issued", invoice, by=by, total=total, currency=currency)
        letters.invoice_issued(invoice, lines, by=by)
        return invoice

    @transaction.atomic
    def settle(self, *, by, amount, received_on=None, reference=""):
        """The payment arrived: `amount` minor units on the day `received_on` (today). Returns the Payment.

        Done twice, the first payment stays. Raises WrongAmount when it is not the total, NotOpen when the invoice was
        given up, NotPossible for a day to come.
        """
        held = self._held()
        if held.state == self.PAID:
            return held.payment
        if held.state == self.VOID:
            raise NotOpen(_now("This invoice was given up, so nothing can be paid on it. Issue a new one first."))
        received_on = received_on or timezone.localdate()
        if received_on > timezone.localdate():
            raise NotPossible(_now("This day is still to come."))
        if amount != self.total:
            raise WrongAmount(self._difference(amount))
        payment = Payment.objects.create(
            invoice=self, amount=amount, received_on=received_on, reference=reference, confirmed_by=by
        )
        self.paid_at = timezone.now()
        self.save(update_fields=["paid_at"])
        record("billing.paid", self, by=by, amount=amount, received_on=received_on.isoformat(), reference=reference)
        letters.invoice_paid(self)
        invoice_paid.send(sender=Invoice, invoice=self, by=by)
        return payment

    @transaction.atomic
    def void(self, *, by, reason):
        """Give the invoice up: it will never be paid. Done twice, nothing changes.

        Raises NotOpen when it was paid: then a credit note gives the money back.
        """
        held = self._held()
        if held.state == self.VOID:
            return
        if held.state == self.PAID:
            raise NotOpen(_now("This invoice was paid. A credit note gives the money back."))
        if not reason.strip():
            raise NotPossible(_now("Say why: the reason is kept with the invoice."))
        self.voided_at, self.void_reason = timezone.now(), reason.strip()[:300]
        self.save(update_fields=["voided_at", "void_reason"])
        record("billing.voided", self, by=by, reason=self.void_reason)
        if by != self.person:
            letters.invoice_voided(self)
        invoice_voided.send(sender=Invoice, invoice=self, by=by)

    @transaction.atomic
    def credit(self, amount, *, by, reason, key=None):
        """Give back `amount` minor units of a paid invoice; returns the CreditNote.

        With the same `key` asked twice, it is one note. Raises NotOpen where nothing was paid, WrongAmount where it is
        nothing, or more than is left.
        """
        held = self._held()
        if key and (found := CreditNote.objects.filter(key=key).first()):
            return found
        if held.state != self.PAID:
            raise NotOpen(_now("Nothing was paid on this invoice, so nothing can be given back. Give it up instead."))
        if not reason.strip():
            raise NotPossible(_now("Say why: the reason is printed on the credit note."))
        left = self.total - self.credited
        if not 0 < amount <= left:
            raise WrongAmount(_now("Up to %(left)s can be given back.") % {"left": money(left, self.currency)})
        issued_on = Issuer.objects.in_force().today
        number = Series.held(CreditNote.SERIES, issued_on.year).next_number()
        note = self.credit_notes.create(
            number=number, key=key or number, amount=amount, reason=reason.strip(), issued_on=issued_on, issued_by=by
        )
        record("billing.credited", self, by=by, amount=amount, number=number, reason=note.reason)
        letters.invoice_credited(self, note)
        return note

    def _held(self):
        """This invoice as it stands now, its row locked until the transaction ends; self is brought up to it."""
        held = Invoice.objects.select_for_update().get(pk=self.pk)
        self.paid_at, self.voided_at, self.void_reason = held.paid_at, held.voided_at, held.void_reason
        return held

    def _difference(self, amount):
        words = {"total": self.total_in_words, "left": money(abs(self.total - amount), self.currency)}
        if amount < self.total:
            return _now("The invoice is over %(total)s: %(left)s is missing.") % words
        return _now("The invoice is over %(total)s: this is %(left)s too much.") % words


class InvoiceLine(models.Model):
    """One thing on an invoice, as it was that day; the database refuses to change it."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("what"), max_length=200)
    amount = models.BigIntegerField(_("price of one"), help_text=_("In the smallest unit of the currency."))
    quantity = models.PositiveIntegerField(_("how many"), default=1)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="one_line_per_position"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_of_something"),
        ]

    def __str__(self):
        return self.text

    @property
    def total(self):
        return self.amount * self.quantity

    @property
    def amount_in_words(self):
        return money(self.amount, self.invoice.currency)

    @property
    def total_in_words(self):
        return money(self.total, self.invoice.currency)
