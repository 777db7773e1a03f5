"""Forms that save nothing: they show how fields of every kind look, fresh and after a mistake."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms


class ProfileForm(forms.Form):
    first_name = forms.CharField(label="First name")
    last_name = forms.CharField(label="Last name")
    email = forms.EmailField(label="E-mail", help_text="Only for signing in and for what you ask us to send.")
    sector = forms.ChoiceField(
        label="Where you work",
        choices=[
            ("", "Choose one"),
            ("bank", "Banking and insurance"),
            ("care", "Health and care"),
            ("city", "Public"),
        ],
    )
    years = forms.IntegerField(label="Years in customer experience", required=False)
    seen_by = forms.ChoiceField(
        label="Who may see this",
        widget=forms.RadioSelect,
        initial="members",
        choices=[("members", "Members"), ("network", "Only my network, Zurich"), ("me", "Only me")],
    )
    helps_with = forms.MultipleChoiceField(
        label="What you can help with",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("map", "Journey mapping"), ("voc", "Listening to customers"), ("money", "Making the case for money")],
    )
    consent = forms.BooleanField(label="I would like to be found by people in my city", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_action = "#forms"
        self.helper.layout = Layout(
            Fieldset("You", Row("first_name", "last_name"), "email"),
            Fieldset("Your work", "sector", "years", "helps_with"),
            "seen_by",
            "consent",
        )
        self.helper.add_input(Submit("save", "Save my profile"))


class AskForm(forms.Form):
    title = forms.CharField(
        label="Your question in one line", help_text="As you would ask a colleague at the coffee machine."
    )
    text = forms.CharField(
        label="What have you tried, and what happened?",
        widget=forms.Textarea(
            attrs={
                "rows": 6,
                "data-behaviour": "confirm-leave",
            }
        ),
    )
