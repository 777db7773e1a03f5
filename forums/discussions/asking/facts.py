from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.subjects.forms import ContextFields

from ..forms import EveryoneEditsField, TitleField
from ..models import ContextCard, Tagging
from .tags import TagsField


class FactsForm(ContextFields):
    """What stands around the texts of a topic."""

    title = TitleField()
    tags = TagsField()
    everyone_edits = EveryoneEditsField()
    field_order = ["title", "tags", "everyone_edits"]

    def __init__(self, *args, topic, **kwargs):
        said = ContextCard.objects.filter(topic=topic).values(*ContextCard.PARTS).first() or {}
        kwargs["initial"] = said | {
            "title": topic.title,
            "tags": ", ".join(topic.tag_names),
            "everyone_edits": topic.everyone_edits,
        }
        super().__init__(*args, **kwargs)
        self.topic = topic

    def save(self, *, by):
        """Keep what changed; each change is in the record."""
        self.topic.retitle(by=by, title=self.cleaned_data["title"])
        self.topic.let_everyone_edit(self.cleaned_data["everyone_edits"], by=by)
        ContextCard.put(self.topic, self.context)
        Tagging.put(self.topic, self.cleaned_data["tags"])


class PinForm(forms.Form):
    """Until which day, that day included, a topic stands first."""

    last_day = forms.DateField(
        label=_("Until"),
        required=False,
        help_text=_("That day included. Leave it empty for no end."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def until(self):
        """The moment after the last day, in the reader's zone; None for no end."""
        day = self.cleaned_data["last_day"]
        return day and timezone.make_aware(datetime.combine(day, time.max))

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("That day is over. Choose one to come."))
        return day
