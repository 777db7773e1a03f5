from django import forms
from django.utils.translation import gettext_lazy as _

from .models import DateWish


class WishForm(forms.ModelForm):
    """Which dates suit a candidate."""

    class Meta:
        model = DateWish
        fields = ["place", "city", "dates"]
        widgets = {"place": forms.RadioSelect, "dates": forms.Textarea(attrs={"rows": 4, "dir": "auto"})}
        labels = {"city": _("Near which city?"), "dates": _("Which days and hours suit you?")}
        help_texts = {
            "city": _("If you would like to go to a test centre."),
            "dates": _("Three or more, at least two weeks from now; say your time zone if you sit at home."),
        }
        error_messages = {
            "place": {"required": _("Choose where you would like to sit.")},
            "dates": {"required": _("Name the days that suit you, so that we can ask for one of them.")},
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = DateWish.PLACES

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("place") == DateWish.CENTRE and not cleaned.get("city", "").strip():
            self.add_error("city", _("Say near which city, so that we find a test centre."))
        return cleaned
