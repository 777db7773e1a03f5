from django import forms
from django.utils.translation import gettext_lazy as _

from .models import BillingAddress


class BillingAddressForm(forms.ModelForm):
    """Where the next invoice is made out to."""

    class Meta:
        model = BillingAddress
        fields = ["organisation", "address", "country", "purchase_order"]
        widgets = {
            "organisation": forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
            "address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address", "dir": "auto"}),
        }
        error_messages = {
            "address": {"required": _("An invoice needs an address: street, postcode and city.")},
            "country": {"required": _("An invoice needs a country.")},
        }
