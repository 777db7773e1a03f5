"""What staff's acts on rights and sittings ask for."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from members.accounts.zones import zone_choices, zone_named
from members.audit.asking import Question, day_field, reason_field


class ScheduleForm(Question):
    day = day_field(label=_("Day"), error_messages={"required": _("The day of the exam.")})
    begins = forms.TimeField(
        label=_("Begins, in the time of the place"),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "time"}),
        error_messages={"required": _("The hour at which it begins, where it takes place.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone of the place"), choices=zone_choices, widget=UnfoldAdminSelectWidget
    )
    place = forms.CharField(
        label=_("Where"),
        max_length=200,
        help_text=_("The test centre with its address, or “Online, watched by camera”."),
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("The candidate has to know where.")},
    )
    provider_reference = forms.CharField(
        label=_("Provider's reference"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        error_messages={"required": _("Results come back under this number.")},
    )

    def suggested(self):
        return {"time_zone": self.about.person.time_zone}

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        at = datetime.combine(said.pop("day"), said.pop("begins"), tzinfo=zone_named(said["time_zone"]))
        if at <= timezone.now():
            self.add_error("day", _("This moment has gone by."))
        return said | {"at": at, "provider_reference": said["provider_reference"].strip()}


class WhyForm(Question):
    reason = reason_field()


class ExtendForm(WhyForm):
    until = day_field(label=_("New last day"), error_messages={"required": _("Until which day, that day included.")})
    field_order = ["until", "reason"]


class ResultForm(Question):
    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[("passed", _("Passed")), ("failed", _("Not passed"))],
        widget=UnfoldAdminRadioSelectWidget,
        error_messages={"required": _("Choose the result.")},
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.competencies = list(self.about.authorization.application.framework.competencies.all())
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
