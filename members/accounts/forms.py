from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from .handles import HANDLE
from .models import Person
from .zones import zone_named

SHORT_NAME = _("Two letters or more, so that people can call you by it.")


class SignupForm(forms.Form):
    """What joining asks besides e-mail and password: a name people can call you by."""

    name = forms.CharField(
        label=_("Your name"),
        min_length=2,
        max_length=100,
        error_messages={"min_length": SHORT_NAME},
        help_text=_("As you introduce yourself to colleagues."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ["name", "email", "password1"]

    def signup(self, request, person):
        """Called by allauth with the new Person; keeps the zone their browser named."""
        person.name = self.cleaned_data["name"]
        if zone_named(request.COOKIES.get("tz", "")):
            person.time_zone = request.COOKIES["tz"]
        person.save(update_fields=["name", "time_zone"])


class ProfileForm(forms.ModelForm):
    """What others see of somebody. Who is silenced says nothing new to them here either; the rest stays theirs."""

    READ_BY_OTHERS = ["name", "handle", "headline", "city"]  # words: what is picked from a list says nothing

    class Meta:
        model = Person
        fields = ["name", "handle", "headline", "city", "country", "time_zone"]
        help_texts = {
            "city": _("So that people near you can find you."),
            "time_zone": _("All dates and times are shown in this zone."),
        }
        error_messages = {"name": {"min_length": SHORT_NAME}}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "handle": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
            "headline": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.is_silenced and not self.is_bound:
            for name in self.READ_BY_OTHERS:
                self.fields[name].widget.attrs["readonly"] = True

    def clean(self):
        cleaned = super().clean()
        if self.instance.is_silenced:
            for name in self.READ_BY_OTHERS:
                if name in self.changed_data:
                    self.add_error(name, self._not_now())
        return cleaned

    def _not_now(self):
        until = date_format(localtime(self.instance.silenced_until), "j F Y, H:i")
        return _now("Others read this, so you can change it again from %(until)s.") % {"until": until}

    def clean_handle(self):
        """As it is typed after an @; left empty, it stays what it was."""
        handle = (self.cleaned_data["handle"] or "").lower()
        if not handle:
            return self.initial.get("handle")
        if len(handle) < 2 or "_" in handle or not HANDLE.fullmatch(handle):
            raise forms.ValidationError(_("Letters, digits and - between them, two or more."))
        return handle
