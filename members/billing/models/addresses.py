from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.audit.log import record


class BillingAddress(models.Model):
    """Where a person's invoices are made out to, kept for the next one. Free lines: each country writes its own."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="billing_address")
    organisation = models.CharField(
        _("organisation"),
        max_length=120,
        blank=True,
        help_text=_("If somebody else pays, the invoice is made out to them."),
    )
    address = models.TextField(_("address"), max_length=400, help_text=_("Street, postcode and city, as on a letter."))
    country = CountryField(_("country"), blank_label=_("Choose a country"))
    purchase_order = models.CharField(
        _("purchase order number"), max_length=60, blank=True, help_text=_("If your accounts department asks for one.")
    )

    class Meta:
        verbose_name = _("billing address")
        verbose_name_plural = _("billing addresses")

    def __str__(self):
        return self.organisation or str(self.person)

    @classmethod
    def of(cls, person):
        """The address kept for `person`, or an unsaved one with the country of their profile."""
        return cls.objects.filter(person=person).first() or cls(person=person, country=person.country)

    @transaction.atomic
    def keep(self, *, by):
        """Save it for the next invoice; those that went out stay as they are."""
        self.save()
        record("billing.address_kept", self, by=by)

    def as_printed(self):
        """The fields an invoice copies."""
        return {
            "billed_organisation": self.organisation,
            "billed_address": self.address,
            "billed_country": self.country,
            "purchase_order": self.purchase_order,
        }
