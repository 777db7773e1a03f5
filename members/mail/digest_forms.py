from django import forms
from django.utils import timezone
from django.utils.dateformat import format as written
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from .models import DigestSchedule
from .models.schedules import WEEKDAYS
from .preferences import resume, stop
from .rounds import zone_of

NEVER = "never"


class DigestForm(forms.Form):
    """Whether, how often and when a person gets the digest, and how long they want to read."""

    round = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[*DigestSchedule.ROUNDS, (NEVER, gettext_lazy("Never"))],
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On this weekday"),
        choices=WEEKDAYS,
        coerce=int,
        help_text=gettext_lazy("Where it comes once a week."),
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("On this day of the month"),
        choices=DigestSchedule.MONTHDAYS,
        coerce=int,
        help_text=gettext_lazy("Where it comes once a month."),
    )
    hour = forms.TypedChoiceField(label=gettext_lazy("At"), choices=DigestSchedule.HOURS, coerce=int)
    minutes = forms.TypedChoiceField(
        label=gettext_lazy("How long you like to read"),
        choices=DigestSchedule.READING,
        coerce=int,
        help_text=gettext_lazy("The best that fits is in it, with what it leads to."),
    )

    def __init__(self, *args, schedule, is_wanted, **kwargs):
        initial = {name: getattr(schedule, name) for name in ["round", "weekday", "day", "hour", "minutes"]}
        initial["round"] = schedule.round if is_wanted else NEVER
        super().__init__(*args, initial=initial, **kwargs)
        self.schedule = schedule

    def save(self, *, kind, by):
        """Keep the choice; returns the sentence that says what happens now."""
        chosen = dict(self.cleaned_data)
        is_wanted = chosen["round"] != NEVER
        if not is_wanted:
            del chosen["round"]  # the one before is kept, for who comes back to it
        self.schedule.choose(**chosen, by=by)
        if not is_wanted:
            stop(by.pk, kind.name)
            return _("You get no letter any more. What is new waits for you here.")
        resume(by.pk, kind.name)
        local = timezone.localtime(self.schedule.due_at, zone_of(by))
        moment = written(local, pgettext("moment of a letter", "l j F, H:i"))
        return _("Your next letter comes on %(moment)s.") % {"moment": moment}
