from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from ..models.evidence import Grade

UNSAID = [("", _("I leave that open"))]


class EvidenceFields(forms.Form):
    """On what an advice rests: a label, and what stands behind it where the label says more than one can see."""

    evidence = forms.ChoiceField(
        label=_("What does it rest on?"),
        choices=[*UNSAID, *Grade.choices],
        widget=forms.RadioSelect,
        required=False,
        help_text=_("It stands beside your text, so that others know how far to trust it."),
    )
    evidence_how = forms.CharField(
        label=_("How was it measured?"),
        max_length=250,
        required=False,
        help_text=_("In a sentence, such as “repeat calls of 40,000 customers, six months before and after”."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    evidence_link = forms.CharField(
        label=_("Where can it be read?"),
        max_length=500,
        required=False,
        help_text=_("The address of the paper or report, beginning with https://."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    @property
    def evidence_fields(self):
        """(bound field, the grade that asks for it) for the template."""
        return [(self["evidence_how"], Grade.MEASURED), (self["evidence_link"], Grade.PUBLISHED)]

    @property
    def evidence_word(self):
        """The label that is chosen now, in words; "" for none."""
        chosen = self["evidence"].value()
        return Grade(chosen).label if chosen in Grade.values else ""

    @property
    def rests_on(self):
        """What Evidence.put takes, of a valid form."""
        told = self.cleaned_data
        return {"grade": told["evidence"], "how": told["evidence_how"], "link": told["evidence_link"]}

    @staticmethod
    def rested_on(known):
        """The initial values of what Evidence.of says."""
        return {"evidence": known["grade"], "evidence_how": known["how"], "evidence_link": known["link"]}

    def clean(self):
        cleaned = super().clean()
        grade = cleaned.get("evidence")
        if grade == Grade.MEASURED and not cleaned.get("evidence_how"):
            self.add_error("evidence_how", _("Say in a sentence how it was measured, or choose another label."))
        if grade == Grade.PUBLISHED and "evidence_link" not in self.errors:
            self._check_link(cleaned.get("evidence_link"))
        return cleaned

    def _check_link(self, link):
        try:
            URLValidator(schemes=["http", "https"])(link)
        except forms.ValidationError:
            sentence = _("Give the address where it can be read, such as https://doi.org/…, or choose another label.")
            self.add_error("evidence_link", sentence)
