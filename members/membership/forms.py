from members.billing.forms import BillingAddressForm


class JoinForm(BillingAddressForm):
    """What the invoice needs beyond the account: three fields, so that joining asks for six in all."""

    class Meta(BillingAddressForm.Meta):
        fields = ["organisation", "address", "country"]
