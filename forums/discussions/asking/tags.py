from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.tags import NotATag, names_in


class TagsField(forms.CharField):
    """Tags as a line of words with commas between; gives the list of names."""

    def __init__(self):
        super().__init__(
            label=_("Tags"),
            required=False,
            max_length=400,
            help_text=_("Up to five, with commas between: the words somebody would look for."),
            widget=forms.TextInput(
                attrs={"autocomplete": "off", "dir": "auto", "data-behaviour": "tags", "list": "tags-known"}
            ),
        )

    def clean(self, value):
        try:
            return names_in(super().clean(value))
        except NotATag as error:
            raise forms.ValidationError(str(error)) from None
