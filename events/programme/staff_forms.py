"""The forms of staff: times as the clock of the event's own place shows them, whatever zone staff sit in."""

from datetime import UTC, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    INPUT_CLASSES,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminIntegerFieldWidget,
)

from members.accounts.zones import zone_named
from members.audit.asking import Question, reason_field
from members.files.content import NotAccepted, check
from members.files.purposes import purpose_named

from .models import Event
from .pictures import PICTURE
from .times import midnight


class ClockInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self):
        super().__init__(attrs={"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%dT%H:%M")


class ClockField(forms.DateTimeField):
    """A moment as a clock on a wall shows it: what zone that is, the form decides."""

    widget = ClockInput

    def clean(self, value):
        with timezone.override(UTC):
            found = super().clean(value)
        return found and found.replace(tzinfo=None)

    def prepare_value(self, value):
        return value


class TimesForm(forms.Form):
    """When it begins and ends there."""

    starts = ClockField(label=_("Starts"), help_text=_("By the clock of its place."))
    ends = ClockField(label=_("Ends"), help_text=_("For whole days only the dates count: here the last day."))

    def times(self, cleaned, zone, is_all_day):
        """(starts_at, ends_at) of what was typed, or None with the errors beside the fields."""
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if not (starts and ends and zone):
            return None
        if is_all_day:
            starts_at = midnight(starts.date(), zone)
            ends_at = midnight(ends.date() + timedelta(days=1), zone)
        else:
            starts_at, ends_at = starts.replace(tzinfo=zone), ends.replace(tzinfo=zone)
        if ends_at <= starts_at:
            self.add_error("ends", _("It has to end after it starts."))
            return None
        return starts_at, ends_at


def times_there(event):
    """What a TimesForm shows of `event`."""
    ends_at = event.ends_at - timedelta(minutes=1) if event.is_all_day else event.ends_at
    return {
        "starts": timezone.localtime(event.starts_at, event.zone).replace(tzinfo=None),
        "ends": timezone.localtime(ends_at, event.zone).replace(tzinfo=None),
    }


class EventForm(forms.ModelForm):
    """What an event says; its times only while it is new (afterwards it is moved, and people are told)."""

    upload = forms.FileField(
        label=_("Another picture"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("A JPEG, PNG or WebP. It is kept without what the camera wrote into it."),
    )

    class Meta:
        model = Event
        fields = ()  # the admin's fieldsets say which

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload:
            try:
                check(upload, purpose_named(PICTURE))
            except NotAccepted as why:
                raise forms.ValidationError(f"{why}") from why
        return upload


class NewEventForm(EventForm, TimesForm):
    def clean(self):
        cleaned = super().clean()
        times = self.times(cleaned, zone_named(cleaned.get("time_zone", "")), cleaned.get("is_all_day"))
        if times:
            self.instance.starts_at, self.instance.ends_at = times
        return cleaned


class MoveForm(Question, TimesForm):
    """Another time for an event that stands."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["starts"].help_text = _("By the clock of %(zone)s.") % {"zone": self.about.time_zone}
        if not self.about.is_all_day:
            self.fields["ends"].help_text = ""

    def suggested(self):
        return times_there(self.about)

    def clean(self):
        times = self.times(super().clean(), self.about.zone, self.about.is_all_day)
        return dict(zip(["starts_at", "ends_at"], times, strict=True)) if times else {}


class CancelForm(Question):
    reason = reason_field(
        _("One sentence. Everyone who wanted to come reads it, and it stands on the page."), max_length=300
    )


class CapacityForm(Question):
    capacity = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=100_000,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: no limit. More places go to those who wait; with fewer, nobody loses theirs."),
    )

    def suggested(self):
        return {"capacity": self.about.capacity}
