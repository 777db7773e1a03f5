from django import forms
from django.utils.translation import gettext_lazy as _

from .contexts import Context, Market, Region, Role, Sector, Size
from .interests import LONGEST_NAME, MOST_PRODUCTS, Stand, products_in


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


class WorkForm(ContextFields):
    """Where somebody works, and what readers should know where they name what their employer sells."""

    stand = _part(_("How you work"), Stand, _("Not said"))
    employer = forms.CharField(
        label=_("Your employer"),
        max_length=100,
        required=False,
        help_text=_("Only needed where it sells something to people in customer experience."),
        widget=forms.TextInput(attrs={"autocomplete": "organization", "dir": "auto"}),
    )
    products = forms.CharField(
        label=_("What it sells"),
        max_length=(LONGEST_NAME + 2) * MOST_PRODUCTS,
        required=False,
        help_text=_("One name on each line. Where you name one of them, readers see for whom you work; nowhere else."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
    )

    @property
    def interest_fields(self):
        """The bound fields of the declared interest, for the template."""
        return [self["stand"], self["employer"], self["products"]]

    @property
    def interest(self):
        """What Interest.declare takes, of a valid form."""
        return {name: self.cleaned_data[name] for name in ["stand", "employer", "products"]}

    @staticmethod
    def declared(interest):
        """The initial values of an Interest."""
        products = "\n".join(interest.products)
        return {"stand": interest.stand, "employer": interest.employer, "products": products}

    def clean_employer(self):
        return self.cleaned_data["employer"].replace("\x00", "")

    def clean_products(self):
        names = products_in(self.cleaned_data["products"].replace("\x00", ""))
        if len(names) > MOST_PRODUCTS:
            raise forms.ValidationError(_("At most %(most)s names: those that people know.") % {"most": MOST_PRODUCTS})
        if too_long := next((name for name in names if len(name) > LONGEST_NAME), None):
            words = _("“%(start)s…” is longer than a name: at most %(most)s characters.")
            raise forms.ValidationError(words % {"start": too_long[:30], "most": LONGEST_NAME})
        return names

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("products") and not cleaned.get("employer"):
            self.add_error("employer", _("Say who sells it."))
        return cleaned
