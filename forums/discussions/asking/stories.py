from django import forms
from django.utils.translation import gettext_lazy as _

from ..models.stories import PARTS
from .evidence import EvidenceFields
from .speaking import InterestField

LONGEST_PART = 10_000  # characters


class PartField(forms.CharField):
    """One part of a story, in Markdown."""

    def __init__(self, label, hint, rows=4, owed=False):
        super().__init__(
            label=label,
            help_text=hint,
            required=owed,
            max_length=LONGEST_PART,
            widget=forms.Textarea(attrs={"rows": rows, "class": "textarea", "dir": "auto"}),
            error_messages={
                "required": _("A story needs this part, if only in one sentence."),
                "max_length": _("This part is longer than %(limit_value)d characters. Can it be shorter?"),
            },
        )


class StoryFields(forms.Form):
    """The parts of a story of practice or of failure. Which of them count is a matter of its kind."""

    part_context = PartField(
        _("Where it was"), _("The kind of company, the moment, who was involved. No names are needed."), rows=3
    )
    part_tried = PartField(_("What you tried"), _("So that somebody could do the same, or do it otherwise."), owed=True)
    part_expected = PartField(_("What you expected"), _("What you were sure would happen."), rows=3)
    part_happened = PartField(_("What happened"), _("With numbers where you have them."), owed=True)
    part_signs_missed = PartField(_("Early signs you missed"), _("What you could have seen, looking back."), rows=3)
    part_would_do_now = PartField(_("What you would do now"), _("The sentence to take home."), rows=3, owed=True)

    def story_for(self, kind):
        """{part: text} of a valid form for this kind of story."""
        return {name: self.cleaned_data.get(f"part_{name}", "") for name in PARTS[kind]}

    @property
    def parts_typed(self):
        """{part: text} as typed, also in a form with errors."""
        return {name: self[f"part_{name}"].value() or "" for name in PARTS["failure"]}

    @property
    def story_fields(self):
        """(bound field, the kinds of story it belongs to) for the template."""
        names = PARTS["failure"]
        return [(self[f"part_{name}"], [kind for kind, parts in PARTS.items() if name in parts]) for name in names]


class StoryForm(StoryFields, EvidenceFields, InterestField):
    """A story told again; what it rests on only its author says."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, post, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.post, self.is_own = post, post.is_by(person)
        if self.is_own:
            self.writer = person

    @property
    def is_nameless(self):
        return self.post.is_nameless

    def texts(self):
        return list(self.parts_typed.values())
