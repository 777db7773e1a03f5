from django import forms
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .models import DigestSchedule
from .models.digests import WEEKDAYS
from .preferences import resume, stop
from .weekly import zone_of


class DigestForm(forms.Form):
    """Whether and when a person gets the digest."""

    wanted = forms.BooleanField(label=gettext_lazy("Send me this letter once a week"), required=False)
    weekday = forms.TypedChoiceField(label=gettext_lazy("On"), choices=WEEKDAYS, coerce=int)
    hour = forms.TypedChoiceField(label=gettext_lazy("At"), choices=DigestSchedule.HOURS, coerce=int)

    def __init__(self, *args, schedule, is_wanted, **kwargs):
        initial = {"wanted": is_wanted, "weekday": schedule.weekday, "hour": schedule.hour}
        super().__init__(*args, initial=initial, **kwargs)
        self.schedule = schedule

    def save(self, *, kind, by):
        """Keep the choice; returns the sentence that says what happens now."""
        self.schedule.choose(weekday=self.cleaned_data["weekday"], hour=self.cleaned_data["hour"], by=by)
        if not self.cleaned_data["wanted"]:
            stop(by.pk, kind.name)
            return _("You get no weekly letter any more. What is new waits for you here.")
        resume(by.pk, kind.name)
        local = timezone.localtime(self.schedule.due_at, zone_of(by))
        moment = written(local, pgettext("moment of a letter", "l j F, H:i"))
        return _("Your next letter comes on %(moment)s.") % {"moment": moment}
