"""The form of quiet hours."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import QuietHours
from .models.choices import HOURS


class QuietForm(forms.Form):
    """The hours in which a person wants no mail that can wait."""

    wanted = forms.BooleanField(label=gettext_lazy("Keep my quiet hours"), required=False)
    starts = forms.TypedChoiceField(label=gettext_lazy("From"), choices=HOURS, coerce=int)
    ends = forms.TypedChoiceField(label=gettext_lazy("Until"), choices=HOURS, coerce=int)
    weekends = forms.BooleanField(label=gettext_lazy("Saturday and Sunday too, all day"), required=False)

    @classmethod
    def of(cls, person, data=None):
        """The form with what `person` has chosen, or with a night to begin from."""
        hours = QuietHours.objects.filter(person=person).first()
        wanted, hours = hours is not None, hours or QuietHours(person=person)
        initial = {"wanted": wanted, "starts": hours.starts, "ends": hours.ends, "weekends": hours.weekends}
        return cls(data, initial=initial)

    def clean(self):
        said = super().clean()
        if said.get("wanted") and "ends" in said and said.get("starts") == said["ends"]:
            self.add_error("ends", _("They end when they begin. Choose a later or an earlier hour."))
        return said

    def save(self, *, by):
        """Keep the choice; returns the sentence that says what happens now."""
        if not self.cleaned_data["wanted"]:
            QuietHours.drop(by)
            return _("Letters come at any hour.")
        hours = QuietHours.keep(by, **{name: self.cleaned_data[name] for name in ["starts", "ends", "weekends"]})
        return _("Letters that can wait come after %(hour)s.") % {"hour": hours.get_ends_display()}
