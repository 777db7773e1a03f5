from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.audit.log import record
from members.billing.models import Invoice, Line

from ..months import last_day
from .memberships import Membership
from .refusals import NotYet
from .terms import Term


class DuesQuerySet(models.QuerySet):
    def of(self, person):
        return self.filter(membership__person=person)

    def open(self):
        """Those whose invoice waits for its payment."""
        return self.filter(settled_at=None, let_go_at=None)


class Dues(models.Model):
    """What somebody owes for one more term: a plan as it was when they chose it, and its invoice."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="dues", verbose_name=_("membership"))
    plan = models.ForeignKey("membership.Plan", models.PROTECT, related_name="+", verbose_name=_("plan"))
    invoice = models.OneToOneField("billing.Invoice", models.PROTECT, related_name="dues", verbose_name=_("invoice"))
    months = models.PositiveSmallIntegerField(_("months"))
    grace_days = models.PositiveSmallIntegerField(_("days of grace"))
    renewal_opens_days = models.PositiveSmallIntegerField(_("renewal opens, days before the end"))
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    settled_at = models.DateTimeField(_("paid"), null=True, blank=True)
    let_go_at = models.DateTimeField(_("let go"), null=True, blank=True)

    objects = DuesQuerySet.as_manager()

    class Meta:
        verbose_name = _("dues")
        verbose_name_plural = _("dues")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(settled_at=None, let_go_at=None),
                name="one_invoice_for_dues_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True) | Q(let_go_at__isnull=True), name="dues_settled_or_let_go"
            ),
        ]

    def __str__(self):
        return f"{self.plan}: {self.invoice_id}"

    @classmethod
    @transaction.atomic
    def bill(cls, person, plan, *, by):
        """Send `person` the invoice for one term of `plan`: to join, to renew, to come back. Returns the Dues.

        Asked again while it is open, it is the same invoice; another plan gives the open one up first.
        Raises NotYet while renewal has not opened, NoIssuer while no invoice can be written.
        """
        membership = Membership.held(person)
        if open_one := membership.dues.open().select_related("invoice").first():
            if open_one.plan_id == plan.pk:
                return open_one
            open_one.invoice.void(by=by, reason=_now("Another plan was chosen: %(plan)s.") % {"plan": plan})
        last = membership.last_term
        today = membership.today
        if last and today < last.renewal_opens_on:
            words = {"opens": last.renewal_opens_in_words, "ends": last.ends_in_words}
            raise NotYet(_now("You are a member until %(ends)s. You can renew from %(opens)s on.") % words)
        what = _now("CXPA membership, %(plan)s, %(months)d months") % {"plan": plan, "months": plan.months}
        invoice = Invoice.issue(
            person,
            [Line(what, plan.price)],
            key=f"membership:{membership.pk}:{membership.dues.count() + 1}",
            currency=plan.currency,
            by=by,
        )
        dues = membership.dues.create(
            plan=plan,
            invoice=invoice,
            months=plan.months,
            grace_days=plan.grace_days,
            renewal_opens_days=plan.renewal_opens_days,
        )
        record("membership.billed", membership, by=by, plan=plan.slug, invoice=invoice.number)
        return dues

    @transaction.atomic
    def settle(self, *, by):
        """The invoice is paid: the next term begins. Heard twice, it begins once. Returns the Term."""
        membership = Membership.held(self.membership.person)
        if term := Term.objects.filter(dues=self).first():
            return term
        starts_on = membership.next_term_begins(paid_on=self.invoice.payment.received_on)
        term = membership.terms.create(
            plan=self.plan,
            dues=self,
            starts_on=starts_on,
            ends_on=last_day(starts_on, self.months),
            price=self.invoice.total,
            currency=self.invoice.currency,
            grace_days=self.grace_days,
            renewal_opens_days=self.renewal_opens_days,
        )
        self.settled_at = timezone.now()
        self.save(update_fields=["settled_at"])
        membership.begun(term, by=by)
        return term

    def let_go(self, *, by):
        """Its invoice was given up: nothing is owed. Heard twice, nothing changes."""
        if Dues.objects.open().filter(pk=self.pk).update(let_go_at=timezone.now()):
            record("membership.dues_let_go", self.membership, by=by, invoice=self.invoice.number)
