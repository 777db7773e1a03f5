from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FURTHEST = timedelta(days=366)


class LocalMomentField(forms.SplitDateTimeField):
    """A date and a time of day in the reader's own zone."""

    def __init__(self, **options):
        super().__init__(
            widget=forms.SplitDateTimeWidget(
                date_attrs={"type": "date", "aria-label": _("Day")},
                time_attrs={"type": "time", "aria-label": _("Hour")},
                date_format="%Y-%m-%d",
                time_format="%H:%M",
            ),
            error_messages={
                "invalid_date": _("A date such as 2026-12-24."),
                "invalid_time": _("A time such as 09:30."),
                "incomplete": _("Both a date and a time."),
            },
            **options,
        )

    def compress(self, parts):
        """The moment of (date, time). Raises ValidationError for an hour that the change of clocks takes or doubles."""
        try:
            return super().compress(parts)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            sentence = _("The clocks change in that night where you are: this hour is missing, or twice. Take another.")
            raise ValidationError(sentence, code="ambiguous_timezone") from None


def refuse_past(form, name):
    """Add an error beside the field `name` of `form` where its moment has passed, or is too far away."""
    moment = form.cleaned_data.get(name)
    if moment is None:
        return
    if moment <= timezone.now():
        form.add_error(name, _("That moment has passed. Choose one to come."))
    elif moment > timezone.now() + FURTHEST:
        form.add_error(name, _("That is more than a year ahead. Nearer is safer: much changes in a year."))


class PlanFields(forms.Form):
    """When it is published: at once, or at a moment to come."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label=_("When to publish it"),
        choices=[(NOW, _("Now")), (LATER, _("At a moment to come"))],
        widget=forms.RadioSelect,
        required=False,
        initial=NOW,
    )
    at = LocalMomentField(label=_("Then"), required=False, help_text=_("In your own time zone."))

    @property
    def due_at(self):
        """The moment asked for in a valid form; None for now."""
        return self.cleaned_data.get("at") if self.cleaned_data.get("when") == self.LATER else None

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("when") == self.LATER and "at" not in self.errors:
            self._check(cleaned.get("at"))
        return cleaned

    def _check(self, moment):
        if moment is None:
            self.add_error("at", _("Say the date and the time at which it is to appear."))
        else:
            refuse_past(self, "at")
