from django import forms

from .models import Credential


class RegisterChoicesForm(forms.ModelForm):
    """What the register shows beside the name, the number and the dates."""

    class Meta:
        model = Credential
        fields = ["shows_place", "shows_work"]
