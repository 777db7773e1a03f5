"""The forms on the page of a case. Each does one verb; what it may not do comes back as a sentence."""

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from .models import Part, Review

APPROVE, CHANGES, DENY = Review.APPROVE, Review.CHANGES, Review.DENY


class CaseForm(forms.Form):
    """A form about one case, for one person of staff."""

    act = title = button = explanation = ""

    def __init__(self, *args, application, person, **options):
        self.application, self.person = application, person
        super().__init__(*args, prefix=self.act, **options)


class TakeForm(CaseForm):
    act, title, button = "take", _("Review this case"), _("Take the case")

    employer = forms.CharField(
        label=_("Where you work"),
        max_length=150,
        help_text=_("Nobody judges somebody from their own company. With several employers, name them all."),
        widget=UnfoldAdminTextInputWidget,
    )
    no_conflict = forms.BooleanField(
        label=_("I know of nothing that keeps me from judging fairly: no friendship, no rivalry, no business."),
        error_messages={"required": _("Without this statement somebody else has to take the case.")},
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        last = Part.objects.filter(person=self.person).exclude(employer="").order_by("-taken_at").first()
        if last:
            self.initial["employer"] = last.employer

    def do(self):
        self.application.take(by=self.person, employer=self.cleaned_data["employer"])


class GiveBackForm(CaseForm):
    act, title, button = "give_back", _("Let somebody else review it"), _("Give it back")

    def do(self):
        self.application.give_back(by=self.person)


class RecommendForm(CaseForm):
    act, title, button = "recommend", _("Your recommendation"), _("Send my recommendation")
    explanation = _(
        "Somebody else decides. For changes, write in the sections what is missing: the applicant reads it."
    )

    recommendation = forms.ChoiceField(
        label=_("What should happen"), choices=Review.RECOMMENDATIONS, widget=UnfoldAdminRadioSelectWidget
    )
    reason = forms.CharField(
        label=_("Why, for the one who decides"),
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for section in self.application.sections:
            self.fields[f"comment-{section.slug}"] = forms.CharField(
                label=section.title,
                required=False,
                max_length=2000,
                widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            )

    def clean(self):
        said = super().clean()
        asks, comments = said.get("recommendation"), self._comments(said)
        if asks == DENY and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why it should not be approved."))
        if asks == CHANGES and not comments:
            self.add_error(None, _("Say in at least one section what has to change."))
        if asks == APPROVE and comments:
            self.add_error(None, _("You wrote comments on sections: they are only read when you ask for changes."))
        return said

    def do(self):
        said = self.cleaned_data
        comments = self._comments(said) if said["recommendation"] == CHANGES else {}
        self.application.recommend(said["recommendation"], by=self.person, reason=said["reason"], comments=comments)

    @staticmethod
    def _comments(said):
        return {
            name.removeprefix("comment-"): text for name, text in said.items() if name.startswith("comment-") and text
        }


class DecideForm(CaseForm):
    act, title, button = "decide", _("The decision"), _("Decide")
    explanation = _("The applicant gets a letter at once, with the reason. A decision is final.")

    decision = forms.ChoiceField(
        label=_("What happens"), choices=Review.RECOMMENDATIONS, widget=UnfoldAdminRadioSelectWidget
    )
    reason = forms.CharField(
        label=_("Why, for the applicant"),
        required=False,
        max_length=4000,
        help_text=_("Owed when it is not approved. With asked changes it stands above the reviewers' comments."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    refund = forms.BooleanField(
        label=_("When not approved: give the fee back, less what the rules keep"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
    )

    def clean(self):
        said = super().clean()
        if said.get("decision") == DENY and not said.get("reason", "").strip():
            self.add_error("reason", _("Say why: the applicant reads the reason."))
        return said

    def do(self):
        said = self.cleaned_data
        if said["decision"] == DENY:
            self.application.deny(by=self.person, reason=said["reason"], refund=said["refund"])
        elif said["decision"] == CHANGES:
            self.application.ask_for_changes(by=self.person, reason=said["reason"])
        else:
            self.application.approve(by=self.person, reason=said["reason"])


class DelayForm(CaseForm):
    act, title, button = "delay", _("When it takes longer"), _("Tell the applicant")

    reason = forms.CharField(
        label=_("Why it takes longer"),
        required=False,
        max_length=250,
        help_text=_("Stands beside the promised date on the applicant's page. Leave it empty to take it back."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial["reason"] = self.application.late_reason

    def do(self):
        self.application.explain_delay(self.cleaned_data["reason"], by=self.person)
