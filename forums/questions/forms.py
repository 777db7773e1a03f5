from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Outcome
from .models.outcomes import LONGEST_WORDS


class OutcomeForm(forms.Form):
    """What came of an answer."""

    kind = forms.ChoiceField(
        label=_("How did it go?"),
        choices=Outcome.KINDS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one of the four, and it is told."),
            "invalid_choice": _("Choose one of the four, and it is told."),
        },
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=_("What you did, and in what kind of company. It helps the next one to judge whether it fits."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    def clean_words(self):
        # The one character that PostgreSQL does not hold says nothing.
        return self.cleaned_data["words"].replace("\x00", "")


class QuickOutcomeForm(OutcomeForm):
    """From a letter, without signing in: a word and no text, because a letter may have been passed on."""

    words = None
