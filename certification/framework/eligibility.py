"""Four questions that tell somebody whether they are likely to qualify, before they spend an evening on it."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

ALL, SOME, FEW = "all", "some", "few"


class EligibilityForm(forms.Form):
    """A GET form: the answers stand in the address, nothing is kept."""

    education = forms.ChoiceField(
        label=_("What did you finish?"),
        choices=[("degree", _("A bachelor's degree, or what counts as one")), ("school", _("School to the end"))],
        widget=forms.RadioSelect,
    )
    years = forms.IntegerField(
        label=_("How many years of full-time work on customer experience?"),
        help_text=_("Whole years; with several jobs at once, each year counts once."),
        min_value=0,
        max_value=60,
        error_messages={"invalid": _("A whole number of years."), "max_value": _("A whole number of years.")},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    areas = forms.ChoiceField(
        label=_("In how many of the five areas below have you done work yourself?"),
        choices=[(ALL, _("All five")), (SOME, _("Three or four")), (FEW, _("One or two"))],
        widget=forms.RadioSelect,
    )
    proof = forms.ChoiceField(
        label=_("Could somebody confirm it, if we ask?"),
        help_text=_("We ask some applicants for proof: a former manager, a client, a certificate."),
        choices=[("yes", _("Yes")), ("no", _("Not easily"))],
        widget=forms.RadioSelect,
    )


@dataclass(frozen=True)
class Verdict:
    is_likely: bool
    sentence: str
    reasons: list


def verdict_of(answers, rules):
    """The Verdict on the cleaned `answers` under `rules`. An honest guess: people decide, not this."""
    needed = rules.months_needed(answers["education"] == "degree")
    missing = needed - answers["years"] * 12
    reasons = []
    if missing > 0:
        years = -(-missing // 12)
        reasons.append(
            ngettext(
                "You need about %(years)d more year of full-time work.",
                "You need about %(years)d more years of full-time work.",
                years,
            )
            % {"years": years}
        )
        if answers["education"] == "school" and answers["years"] * 12 >= rules.degree_months:
            reasons.append(_now("With a degree your years would be enough already."))
    if answers["areas"] != ALL:
        reasons.append(_now("The application asks for work of your own in each of the five areas, small pieces too."))
    if answers["proof"] == "no":
        reasons.append(
            _now("Find somebody who can confirm your work before you send it: some applications are checked.")
        )
    if missing <= 0 and answers["areas"] == ALL:
        return Verdict(True, _now("You are likely to qualify."), reasons)
    if missing > 0:
        return Verdict(False, _now("Not yet, as it looks."), reasons)
    return Verdict(False, _now("You have the years. One thing is open."), reasons)
