from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _


class WalkInForm(forms.Form):
    """Somebody at the door without a place, named by the address of their account."""

    email = forms.EmailField(
        label=_("E-mail address of their account"),
        help_text=_("They are counted as having been there, also when every place is taken."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Whose account is it? Its address is what they sign in with.")},
    )

    def clean_email(self):
        self.person = get_user_model().objects.active().filter(email__iexact=self.cleaned_data["email"]).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. They can make one on their phone, then come back to you.")
            )
        return self.cleaned_data["email"]
