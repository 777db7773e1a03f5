from django import forms
from django.utils.translation import gettext_lazy as _

from .contexts import Context, Market, Region, Role, Sector, Size


def _part(label, words, unsaid):
    return forms.ChoiceField(label=label, choices=[("", unsaid), *words.choices], required=False)


class ContextFields(forms.Form):
    """In what kind of company somebody works: five choices, each of which may stay unsaid."""

    sector = _part(_("Sector"), Sector, _("Not said"))
    size = _part(_("Size"), Size, _("Not said"))
    market = _part(_("Your customers"), Market, _("Not said"))
    region = _part(_("Region"), Region, _("Not said"))
    role = _part(_("Your role"), Role, _("Not said"))

    @property
    def context(self):
        """{part: word} of a valid form, as a ContextCard or a PersonContext holds it."""
        return {part: self.cleaned_data.get(part, "") for part in Context.PARTS}

    @property
    def context_fields(self):
        """The bound fields, for the template."""
        return [self[part] for part in Context.PARTS]

    @property
    def context_words(self):
        """What is chosen now, in words; also of a form that came back with errors."""
        chosen = [(self[part].value(), words) for part, words in Context.PARTS.items()]
        return [str(words(value).label) for value, words in chosen if value in words.values]
