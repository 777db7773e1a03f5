"""The note and the reminder of a kept post."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.mail.rounds import zone_of

from .models.bookmarks import days_to_choose

NONE, DAY = "none", "day"


class BookmarkForm(forms.Form):
    note = forms.CharField(
        label=_("A note to yourself"),
        max_length=250,
        required=False,
        help_text=_("Nobody else sees it. Such as “for the workshop in March”."),
    )
    remind = forms.ChoiceField(label=_("Remind me"), widget=forms.RadioSelect, required=False)
    day = forms.DateField(
        label=_("On this day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("In the morning of that day, at nine by your clock."),
    )

    def __init__(self, *args, person, bookmark=None, **kwargs):
        self.today = timezone.localdate(timezone=zone_of(person))
        waits = bookmark is not None and bookmark.is_to_be_reminded
        day = bookmark.remind_at.astimezone(zone_of(person)).date() if waits else None
        note = bookmark.note if bookmark else ""
        kwargs["initial"] = {"note": note, "remind": DAY if waits else NONE, "day": day} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["remind"].choices = [
            (NONE, _("Not at all")),
            ("tomorrow", _("Tomorrow")),
            ("week", _("Next week")),
            (DAY, _("On a day I choose")),
        ]
        self.fields["day"].widget.attrs["min"] = self.today.isoformat()

    def clean(self):
        told = super().clean()
        if told.get("remind") == DAY and "day" not in self.errors:
            day = told.get("day")
            if day is None:
                self.add_error("day", _("Choose the day."))
            elif day <= self.today:
                self.add_error("day", _("That morning is over. Choose a later day."))
            elif (day - self.today).days > 3660:
                self.add_error("day", _("That is more than ten years away. Choose an earlier day."))
        return told

    @property
    def remind_on(self):
        """The day of the reminder; None for none."""
        wanted = self.cleaned_data.get("remind")
        if wanted == DAY:
            return self.cleaned_data["day"]
        return days_to_choose(self.today).get(wanted)
