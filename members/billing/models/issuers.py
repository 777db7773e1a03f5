from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.accounts.zones import zone_choices

from .refusals import NoIssuer


class IssuerQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Who issues invoices on the day `on` (today): the Issuer that began last. Raises NoIssuer."""
        on = on or timezone.localdate()
        issuer = self.filter(effective_from__lte=on).order_by("-effective_from").first()
        if issuer is None:
            raise NoIssuer(_now("We cannot write an invoice today: the office has not said which account to pay into."))
        return issuer


class Issuer(models.Model):
    """Who issues the invoices, and the account they are paid into, from a day on.

    An invoice keeps a copy: changing this row changes no invoice that went out.
    """

    effective_from = models.DateField(_("from"), unique=True, default=timezone.localdate)
    name = models.CharField(_("name"), max_length=120, help_text=_("As it stands at the head of an invoice."))
    address = models.TextField(_("address"), max_length=400, help_text=_("Line by line, the country last."))
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        choices=zone_choices,
        default="America/New_York",
        help_text=_("The office's: the date on an invoice is the day it is there."),
    )
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    account_holder = models.CharField(_("account holder"), max_length=120)
    bank = models.CharField(_("bank"), max_length=120)
    account = models.CharField(_("account number or IBAN"), max_length=40)
    routing = models.CharField(_("BIC, SWIFT or routing number"), max_length=40, blank=True)
    note = models.TextField(
        _("note in the foot"), max_length=400, blank=True, help_text=_("Such as whom to ask about an invoice.")
    )

    objects = IssuerQuerySet.as_manager()

    class Meta:
        verbose_name = _("issuer of invoices")
        verbose_name_plural = _("issuers of invoices")
        ordering = ["-effective_from"]

    def __str__(self):
        return self.name

    @property
    def today(self):
        """The date an invoice issued now carries."""
        return timezone.localdate(timezone=ZoneInfo(self.time_zone))

    def as_printed(self):
        """The copy an invoice keeps: a dict of strings."""
        kept = ["name", "address", "tax_number", "account_holder", "bank", "account", "routing", "note"]
        return {name: getattr(self, name) for name in kept}
