from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..money import money


class CreditNote(models.Model):
    """Money given back on a paid invoice, with a number of its own: an invoice that went out is never edited."""

    SERIES = "CXPA-CN"

    number = models.CharField(_("number"), max_length=24, unique=True)
    invoice = models.ForeignKey(
        "billing.Invoice", models.PROTECT, related_name="credit_notes", verbose_name=_("invoice")
    )
    key = models.CharField(max_length=120, unique=True, help_text=_("Asked for twice, issued once."))
    amount = models.PositiveBigIntegerField(_("amount"), help_text=_("In the smallest unit of the currency."))
    reason = models.CharField(_("reason"), max_length=300)
    issued_on = models.DateField(_("issued on"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("credit note")
        verbose_name_plural = _("credit notes")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_of_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="credit_has_its_reason"),
        ]

    def __str__(self):
        return self.number

    @property
    def amount_in_words(self):
        return money(self.amount, self.invoice.currency)
