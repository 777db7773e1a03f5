"""When the invoice of an application is paid or given up, the application goes on, in the same transaction."""

from django.dispatch import receiver

from members.billing.models import Invoice
from members.billing.signals import invoice_paid, invoice_voided

from .models import Application


@receiver(invoice_paid, sender=Invoice, dispatch_uid="applications.begin_review")
def begin_review(sender, invoice, by, **kwargs):
    for application in Application.objects.filter(invoice=invoice):
        application.was_paid(by=by)


@receiver(invoice_voided, sender=Invoice, dispatch_uid="applications.back_to_draft")
def back_to_draft(sender, invoice, by, **kwargs):
    for application in Application.objects.filter(invoice=invoice):
        application.lost_its_invoice(by=by)
