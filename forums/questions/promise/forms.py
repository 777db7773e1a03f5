from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.mail.rounds import zone_of
from members.subjects.models import Subject

MOST_DAYS_AWAY = 366


class DeskForm(forms.Form):
    """A place at the answer desk: for which subjects, and from when on."""

    subjects = forms.ModelMultipleChoiceField(
        label=_("Subjects I can say something about"),
        queryset=Subject.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none to hear of all of them."),
        error_messages={"invalid_choice": _("This is not one of the subjects. Choose from the list.")},
    )
    away_until = forms.DateField(
        label=_("I am away until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The first day you are back. Until then you hear nothing from the desk."),
        error_messages={"invalid": _("This is not a day. Write it like 2027-03-14.")},
    )

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["subjects"].queryset = Subject.objects.competencies()

    def clean_away_until(self):
        day = self.cleaned_data["away_until"]
        if day is None:
            return None
        today = timezone.localdate(timezone=zone_of(self.person))
        if day <= today:
            raise forms.ValidationError(_("That day has come. Leave it empty if you are here."))
        if (day - today).days > MOST_DAYS_AWAY:
            raise forms.ValidationError(_("That is more than a year away. Leave the desk, and come back when you can."))
        return day
