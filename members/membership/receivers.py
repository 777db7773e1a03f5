"""When the invoice for somebody's dues is paid or given up: their membership goes on, or nothing is owed."""

from django.dispatch import receiver

from members.billing.models import Invoice
from members.billing.signals import invoice_paid, invoice_voided

from .models import Dues


@receiver(invoice_paid, sender=Invoice, dispatch_uid="membership.begin_term")
def begin_term(sender, invoice, by, **kwargs):
    if dues := Dues.objects.filter(invoice=invoice).select_related("membership__person", "plan", "invoice").first():
        dues.settle(by=by)


@receiver(invoice_voided, sender=Invoice, dispatch_uid="membership.let_dues_go")
def let_dues_go(sender, invoice, by, **kwargs):
    if dues := Dues.objects.filter(invoice=invoice).select_related("membership__person", "invoice").first():
        dues.let_go(by=by)
