import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from forums.discussions.forms import BodyField, LineField, OnceField, TitleField
from forums.discussions.models import Board
from members.subjects.models import Subject

from .models.views import LONGEST

MOST_SUBJECTS = 3


class SubjectsField(forms.ModelMultipleChoiceField):
    """Up to three subjects, in the order of the vocabulary; a competency stands before what is under it."""

    def __init__(self, **options):
        options = {"label": _("What is it about?")} | options
        super().__init__(
            queryset=Subject.objects.in_tree_order(),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose at least one subject: by it we find whom to ask.")},
            **options,
        )

    def clean(self, value):
        subjects = super().clean(value)
        if len(subjects) > MOST_SUBJECTS:
            raise forms.ValidationError(_("At most three: the ones that matter most."))
        return subjects


class IdeaForm(forms.Form):
    """A half-formed idea, and what its author wants to know."""

    title = LineField(
        label=_("The idea in a line"),
        min_length=8,
        max_length=120,
        help_text=_("As you would say it to a colleague at the door."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={
            "required": _("Say in a line what you have in mind."),
            "min_length": _("A few more words, so that people see what it is about."),
        },
    )
    text = BodyField(label=_("What you have so far"))
    question = LineField(
        label=_("What do you most want to know?"),
        max_length=250,
        help_text=_("One question. People answer it best with a keep, a worry and a have-you-thought-of."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Ask one thing, so that they know where to look.")},
    )
    subjects = SubjectsField(help_text=_("One to three. By them we find people who know it."))
    token = OnceField()


def _part(label, hint, missing):
    return LineField(
        label=label,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
        error_messages={
            "required": missing,
            "max_length": _("A little shorter: %(limit_value)d characters are enough for one thought."),
        },
    )


class ViewForm(forms.Form):
    """One keep, one worry, one have-you-thought-of."""

    # Not “keep”: that is the button which keeps a draft.
    keep_this = _part(_("Keep"), _("One thing that is right about it."), _("Name one thing they should keep."))
    worry = _part(_("Worry"), _("One thing that may go wrong."), _("Name one worry, however small."))
    thought_of = _part(
        _("Have you thought of …"),
        _("One thing they may not have seen."),
        _("Name one thing they may not have thought of."),
    )

    @property
    def view(self):
        """{part: text} of a valid form, as a View holds it."""
        said = dict(self.cleaned_data)
        return {"keep": said.pop("keep_this"), **said}

    @staticmethod
    def stands(view):
        """What the fields show of a View."""
        return {"keep_this": view.keep, "worry": view.worry, "thought_of": view.thought_of}


class SynthesisForm(forms.Form):
    """What the author would publish."""

    title = TitleField(help_text=_("It becomes the title of a topic."))
    body = BodyField(label=_("What came of it"))
    board = forms.ModelChoiceField(
        label=_("Where it would stand"),
        queryset=Board.objects.none(),
        empty_label=None,
        help_text=_("Who gave a view reads this too, before they agree."),
        error_messages={
            "required": _("Choose where it belongs."),
            "invalid_choice": _("You cannot write on this board any more. Choose another one."),
        },
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.fields["board"].queryset = Board.objects.open_to(person).select_related("group", "posting_group")


class AnswerForm(forms.Form):
    """What somebody who gave a view says to the synthesis; `version` is the text they read."""

    AGREE, CHANGE = "agree", "change"

    answer = forms.ChoiceField(
        label=_("Do you agree that this is published?"),
        choices=[(AGREE, _("Yes, as it reads here")), (CHANGE, _("Not yet: I ask for a change"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    is_named = forms.BooleanField(label=_("Name me among those it thanks"), required=False)
    words = forms.CharField(
        label=_("What should change?"),
        help_text=_("Only where you ask for a change."),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    @property
    def agrees(self):
        return self.cleaned_data["answer"] == self.AGREE

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("answer") == self.CHANGE and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say what should change, so that it can."))
        return cleaned


class WillingnessForm(forms.Form):
    is_open = forms.TypedChoiceField(
        label=_("May members ask you for a view on a half-formed idea?"),
        choices=[("yes", _("Yes, at most once a month")), ("no", _("No, not me"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
