from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..money import money


class Payment(models.Model):
    """What arrived for an invoice: all of it, once."""

    TRANSFER = "transfer"
    METHODS = [(TRANSFER, _("bank transfer"))]

    invoice = models.OneToOneField("billing.Invoice", models.PROTECT, related_name="payment", verbose_name=_("invoice"))
    method = models.CharField(_("how"), max_length=10, choices=METHODS, default=TRANSFER)
    amount = models.PositiveBigIntegerField(_("amount"), help_text=_("In the smallest unit of the currency."))
    received_on = models.DateField(_("received on"))
    reference = models.CharField(_("the bank's reference"), max_length=120, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_of_something"),
            models.CheckConstraint(condition=Q(method__in=["transfer"]), name="payment_method_known"),
        ]

    def __str__(self):
        return f"{self.invoice.number}: {self.amount_in_words}"

    @property
    def amount_in_words(self):
        return money(self.amount, self.invoice.currency)
