from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import register_day
from forums.discussions.forms import OnceField
from members.days import in_words

from .models import Category, Claim

LONGEST_DAY = 60  # hours in one claim: a course of a week and more


class ClaimForm(forms.Form):
    """An activity elsewhere that should count."""

    title = forms.CharField(
        label=_("What did you do?"),
        max_length=200,
        help_text=_("The name of the course, the talk or the article."),
        error_messages={"required": _("A name, so that whoever looks at it can find it.")},
    )
    provider = forms.CharField(
        label=_("With whom?"),
        max_length=150,
        help_text=_("Who offered, published or organised it."),
        error_messages={"required": _("Who offered it? Your own company counts, too.")},
    )
    done_on = forms.DateField(
        label=_("On which day?"),
        help_text=_("The last day, when it took several."),
        widget=forms.DateInput(attrs={"type": "date", "class": "field-short"}, format="%Y-%m-%d"),
        error_messages={"required": _("The day, or the last of them.")},
    )
    hours = forms.DecimalField(
        label=_("How many hours?"),
        min_value=Decimal("0.25"),
        max_value=LONGEST_DAY,
        max_digits=5,
        decimal_places=2,
        help_text=_("Without breaks, in quarters of an hour: 1.5 is an hour and a half."),
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal", "class": "field-short"}),
        error_messages={
            "required": _("How long it took, without breaks."),
            "min_value": _("A quarter of an hour is the least that counts."),
        },
    )
    category = forms.ChoiceField(
        label=_("Which kind was it?"),
        choices=[
            (Category.REAL_TIME.value, _("Real-time learning: a course, a conference, a live webinar")),
            (Category.OTHER.value, _("Something else: reading, writing, speaking, mentoring, volunteering")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was; the two are counted apart.")},
    )
    note = forms.CharField(
        label=_("What did you take from it?"),
        required=False,
        max_length=2000,
        help_text=_("Two sentences help whoever looks at it. Keep the proof; we may ask for it."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "dir": "auto"}),
    )
    token = OnceField()

    def __init__(self, *args, cycle, **kwargs):
        super().__init__(*args, **kwargs)
        self.cycle = cycle

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours % Decimal("0.25"):
            raise forms.ValidationError(_("Round to a quarter of an hour, such as 1.25 or 1.5."))
        return hours

    def clean_done_on(self):
        day = self.cleaned_data["done_on"]
        if day > register_day():
            raise forms.ValidationError(_("This day is still to come. Tell us when it is behind you."))
        if day not in self.cycle:
            words = _("Only days of your cycle count: %(first)s to %(last)s.")
            about = {"first": in_words(self.cycle.first), "last": in_words(self.cycle.last)}
            raise forms.ValidationError(words % about)
        return day

    @property
    def claimed(self):
        """What `Claim.make` takes."""
        about = {name: self.cleaned_data[name] for name in ["title", "provider", "done_on", "category", "note"]}
        return {**about, "minutes": int(self.cleaned_data["hours"] * 60)}


class ReplyForm(forms.ModelForm):
    """The answer to a question about a claim."""

    class Meta:
        model = Claim
        fields = ["answer"]
        labels = {"answer": _("Your answer")}
        widgets = {"answer": forms.Textarea(attrs={"rows": 5, "class": "textarea", "dir": "auto"})}
        error_messages = {"answer": {"required": _("There is no answer yet.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
