from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.discussions.asking.stories import StoryFields
from forums.discussions.forms import BodyField, LineField, TitleField
from forums.discussions.models.stories import PARTS

from . import holding
from .models import Case, Flag

LONGEST_WORDS = 1000


def words_field(label, **options):
    """A few sentences."""
    widget = forms.Textarea(attrs={"rows": 4, "class": "textarea", "dir": "auto"})
    return LineField(label=label, max_length=LONGEST_WORDS, widget=widget, **options)


class FlagForm(forms.Form):
    """Why a moderator should look at a post."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Flag.REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    words = words_field(_("In your words"), help_text=_("Moderators read this; the author does not."), required=False)

    def clean(self):
        told = super().clean()
        if told.get("reason") == Flag.OTHER and not told.get("words", "").strip():
            self.add_error("words", _("Say what it is, if only in one sentence."))
        return told


class DecisionForm(forms.Form):
    """What comes of a case; its author reads the words."""

    APPROVE, RETURN, HIDE, HIDE_TOPIC, REFUSE = "approve", "return", "hide", "hide_topic", "refuse"
    UPHOLD, DISMISS = "uphold", "dismiss"

    decision = forms.ChoiceField(
        label=_("What comes of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what comes of it.")},
    )
    words = words_field(
        _("Your words to the author"),
        help_text=_("Needed where it cannot stay as it is. They read this, without your name; the record keeps both."),
        required=False,
    )

    def __init__(self, *args, case, **options):
        super().__init__(*args, **options)
        self.fields["decision"].choices = list(self._choices(case))
        if case.is_objection:
            self.fields["words"].label = _("Your words to whoever objects")
            self.fields["words"].help_text = _(
                "Needed where the decision stands. They read this, without your name; the record keeps both."
            )

    def _choices(self, case):
        if case.is_objection:
            yield self.UPHOLD, self._upheld(case.objection)
            yield self.DISMISS, _("The decision stands")
            return
        if case.is_held:
            yield self.APPROVE, _("Publish it")
            yield self.RETURN, _("Send it back, to be changed")
            yield self.REFUSE, _("Do not publish it")
            return
        yield self.APPROVE, _("Show it again") if case.hid else _("It stays")
        yield self.RETURN, _("Hide it, until its author has changed it")
        if case.hid != Case.TOPIC:
            yield self.HIDE, _("Hide the post")
        if case.post.number == 1:
            yield self.HIDE_TOPIC, _("Hide the topic, with all that was answered")

    @staticmethod
    def _upheld(objection):
        if not objection.is_against_a_text:
            return _("The objection is right: lift it")
        if objection.decision.is_held:
            return _("The objection is right: publish it")
        return _("The objection is right: show it again")

    def clean(self):
        told = super().clean()
        if told.get("decision", self.APPROVE) not in (self.APPROVE, self.UPHOLD) and not told.get("words", "").strip():
            self.add_error(
                "words",
                _("Say why, so that they can understand it.")
                if told["decision"] == self.DISMISS
                else _("Say why, so that its author understands it and can do it better."),
            )
        return told


class RevisionForm(forms.Form):
    """A text that came back to its author, changed."""

    title = TitleField()
    body = BodyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, case, **options):
        super().__init__(*args, **options)
        self.case = case
        if case.is_held or case.post.number > 1:
            del self.fields["title"]

    @staticmethod
    def text_of(case):
        """{name: text} of what there is now."""
        if case.is_held:
            return {"body": case.held.body}
        return {"title": case.post.topic.title, "body": case.post.markdown, "version": case.post.version}

    def send(self, *, by):
        """Change the text as a valid form says; returns whether it waits again. Raises EditedMeanwhile."""
        told, case = self.cleaned_data, self.case
        if case.is_held:
            return holding.revise(case, by=by, body=told["body"])
        about = {"body": told["body"], "title": told.get("title"), "version": told["version"]}
        return case.revise(lambda: case.post.edit(by=by, **about), by=by)


class StoryRevisionForm(StoryFields):
    """The same of a story, part by part."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, case, **options):
        super().__init__(*args, **options)
        self.case = case
        for name in list(self.fields):
            if name.startswith("part_") and name.removeprefix("part_") not in PARTS[case.post.topic.kind]:
                del self.fields[name]

    @staticmethod
    def text_of(case):
        """{name: text} of what there is now."""
        parts = case.post.topic.story.parts
        return {f"part_{name}": text for name, text in parts.items()} | {"version": case.post.version}

    def send(self, *, by):
        """As that of a RevisionForm."""
        kind, version = self.case.post.topic.kind, self.cleaned_data["version"]
        story, case = self.story_for(kind), self.case
        return case.revise(lambda: case.post.topic.story.tell_again(story, by=by, version=version), by=by)


class SanctionForm(forms.Form):
    """For how long somebody may not write, or not sign in, and why."""

    SPANS = {
        "1": _("A day"),
        "3": _("Three days"),
        "7": _("A week"),
        "14": _("Two weeks"),
        "30": _("A month"),
        "90": _("Three months"),
        "365": _("A year"),
    }

    days = forms.ChoiceField(
        label=_("For how long?"),
        choices=list(SPANS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose for how long.")},
    )
    words = words_field(
        _("Your words to them"),
        help_text=_("What they did, and which rule it is against. They read this, without your name."),
        error_messages={"required": _("Say why, so that they can understand it, and object.")},
    )

    def __init__(self, *args, kind, **options):
        super().__init__(*args, **options)
        self.kind = kind

    @property
    def until(self):
        """The moment at which it is over."""
        return timezone.now() + timedelta(days=int(self.cleaned_data["days"]))


class NoteForm(forms.Form):
    """What other moderators should know of a person."""

    words = words_field(
        _("Your note"),
        help_text=_("Moderators and staff read it, with your name. It cannot be changed or taken away."),
        error_messages={"required": _("There is nothing in it yet.")},
    )


class ObjectionForm(forms.Form):
    """What somebody says against what was decided about them."""

    words = LineField(
        label=_("What you say to it"),
        help_text=_("A moderator who did not decide it reads this and decides again. You can object once."),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "textarea", "dir": "auto"}),
        error_messages={"required": _("Say what is wrong with it, if only in one sentence.")},
    )
