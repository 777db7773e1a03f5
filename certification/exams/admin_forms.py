"""The forms of staff's pages about sittings. Each takes `row`, what it is about."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from members.accounts.zones import zone_choices, zone_named


class AboutForm(forms.Form):
    """A form about one row."""

    explanation = ""

    def __init__(self, *args, row, **options):
        self.row = row
        super().__init__(*args, **options)


class ReasonForm(AboutForm):
    reason = forms.CharField(label=_("Why"), max_length=250, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))


class ScheduleForm(AboutForm):
    day = forms.DateField(label=_("Day"), widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}))
    begins = forms.TimeField(
        label=_("Begins, in the time of the place"), widget=UnfoldAdminTextInputWidget(attrs={"type": "time"})
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the place"), choices=zone_choices, widget=UnfoldAdminSelectWidget
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=200,
        help_text=_("The test centre with its address, or “Online, watched by camera”."),
        widget=UnfoldAdminTextInputWidget,
    )
    provider_reference = forms.CharField(
        label=_("Provider's reference"), max_length=60, widget=UnfoldAdminTextInputWidget
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.initial.setdefault("time_zone", self.row.person.time_zone)
        wish = self.row.wishes.filter(settled_at=None).first()
        if wish:
            self.explanation = f"{wish.get_place_display()} {wish.city}: {wish.dates}"

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        at = datetime.combine(said.pop("day"), said.pop("begins"), tzinfo=zone_named(said["time_zone"]))
        if at <= timezone.now():
            self.add_error("day", _("This moment has gone by."))
        return said | {"at": at, "provider_reference": said["provider_reference"].strip()}


class ExtendForm(ReasonForm):
    until = forms.DateField(label=_("New last day"), widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}))
    field_order = ["until", "reason"]


class ResultForm(AboutForm):
    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[("passed", _("Passed")), ("failed", _("Not passed"))],
        widget=UnfoldAdminRadioSelectWidget,
    )

    explanation = _("Recorded once. The candidate gets a letter at once; with a pass the credential is awarded.")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.competencies = list(self.row.authorization.application.framework.competencies.all())
        for each in self.competencies:
            self.fields[f"section_{each.number}"] = forms.IntegerField(
                label=f"{each.number}. {each.name}, %",
                min_value=0,
                max_value=100,
                required=False,
                widget=UnfoldAdminIntegerFieldWidget,
            )

    def clean(self):
        said = super().clean()
        sections = {
            each.number: said[f"section_{each.number}"]
            for each in self.competencies
            if said.get(f"section_{each.number}") is not None
        }
        if sections and len(sections) < len(self.competencies):
            self.add_error(None, _("Enter the percent of every section, or of none."))
        return {"passed": said.get("outcome") == "passed", "sections": sections}


class CallOffForm(ReasonForm):
    explanation = _("The candidate reads the reason in the letter.")


class VoidForm(ReasonForm):
    explanation = _(
        "The sitting does not count, and the candidate may sit again. A credential that was awarded for it is not "
        "touched: end it on its own page if it must not stand."
    )
