"""What members fill in to write an article, and editors to decide on one."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forums.discussions.asking.plan import LocalMomentField, refuse_past
from forums.discussions.forms import LineField, OnceField
from members.accounts.audience import Audience

from .models import Article

LONGEST = 50_000  # characters; about 25 printed pages
# A picture of ours that says nothing to those who cannot see it.
MUTE_PICTURE = re.compile(r"!\[[\s….]*\]\(/files/")


class ManuscriptForm(forms.Form):
    """An article as its author writes it, or as an editor improves it."""

    title = LineField(
        label=_("Title"),
        min_length=8,
        max_length=120,
        help_text=_("What a colleague would tell another about it, in a line."),
        error_messages={
            "required": _("There is no title yet. Say in a line what it is about."),
            "min_length": _("A few more words, so that people see what it is about."),
        },
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    sentence = LineField(
        label=_("In one sentence"),
        max_length=250,
        help_text=_("Stands below the title and in lists: what one knows after reading it."),
        error_messages={"required": _("One sentence is missing: what does one know after reading it?")},
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea", "dir": "auto"}),
    )
    body = LineField(
        label=_("Your text"),
        max_length=LONGEST,
        error_messages={
            "required": _("There is no text yet."),
            "max_length": _("This is longer than an article can be (%(limit_value)d characters). Could it become two?"),
        },
        widget=forms.Textarea(attrs={"rows": 18, "class": "textarea", "dir": "auto"}),
    )
    audience = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (Audience.EVERYONE.value, _("Everyone, also without an account")),
            (Audience.MEMBERS.value, _("Members of CXPA, for what is told among ourselves")),
        ],
        initial=Audience.EVERYONE.value,
        widget=forms.RadioSelect,
    )
    words = LineField(
        label=_("A word to the editors"),
        required=False,
        max_length=2000,
        help_text=_("Only the editors read it: a doubt, a question, or what you changed and why."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
    )
    change = LineField(
        label=_("What is different now?"),
        required=False,
        max_length=250,
        help_text=_("A few words for the list of its versions."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    token = OnceField()

    def __init__(self, *args, article=None, is_own=True, **options):
        super().__init__(*args, **options)
        self.article, self.is_own = article, is_own
        needless = ["change"] if is_own else ["audience", "words"]
        if is_own and article is not None and article.audience not in dict(self.fields["audience"].choices):
            needless.append("audience")  # the editors gave it another, which stays
        for name in needless:
            del self.fields[name]
        if article is None:
            del self.fields["based_on"]
        else:
            del self.fields["token"]

    def clean_body(self):
        """The text; every picture of ours in it says what is to be seen."""
        body = self.cleaned_data["body"]
        if MUTE_PICTURE.search(body):
            raise ValidationError(
                _(
                    "A picture in your text does not say what is to be seen in it. Write that between the square"
                    " brackets of its line, for those who cannot see it."
                )
            )
        return body

    def clean(self):
        cleaned = super().clean()
        if not self.is_own and self.article.is_public and not cleaned.get("change"):
            same = all(cleaned.get(name) == getattr(self.article, name) for name in ["title", "sentence", "body"])
            if not same:
                self.add_error("change", _("People have read the version before. Say what is different now."))
        return cleaned

    @property
    def texts(self):
        """What a valid form says of the article itself."""
        named = ["title", "sentence", "body", "audience"]
        return {name: self.cleaned_data[name] for name in named if name in self.cleaned_data}


class DecisionForm(forms.Form):
    """What the editors decide, with their words to the author."""

    PUBLISH, SCHEDULE, CHANGES, DECLINE, UNSCHEDULE = "publish", "schedule", "changes", "decline", "unschedule"
    SAID = {
        PUBLISH: _("Publish it now"),
        SCHEDULE: _("Publish it at a moment to come"),
        CHANGES: _("Ask its author for changes"),
        DECLINE: _("Say no to it"),
        UNSCHEDULE: _("Take its hour away"),
    }
    OPEN = {
        Article.DRAFT: [PUBLISH, SCHEDULE],
        Article.REVIEW: [PUBLISH, SCHEDULE, CHANGES, DECLINE],
        Article.CHANGES: [PUBLISH, SCHEDULE, DECLINE],
        Article.DECLINED: [CHANGES],
        Article.SCHEDULED: [PUBLISH, SCHEDULE, CHANGES, UNSCHEDULE],
    }

    decision = forms.ChoiceField(
        label=_("What becomes of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of it.")},
    )
    at = LocalMomentField(label=_("When it comes out"), required=False, help_text=_("In your own time zone."))
    words = LineField(
        label=_("Your words to the author"),
        required=False,
        max_length=4000,
        help_text=_("They read exactly this, with your name. Say what is good, too."),
        error_messages={"max_length": _("That is very long. Could you say the most important of it?")},
        widget=forms.Textarea(attrs={"rows": 5, "class": "textarea", "dir": "auto"}),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, article, **options):
        super().__init__(*args, initial={"based_on": article.version_number}, **options)
        self.article = article
        self.fields["decision"].choices = [(name, self.SAID[name]) for name in self.OPEN.get(article.state, [])]

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision in (self.CHANGES, self.DECLINE) and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", _("Its author put work into it. Say what you miss, or why it is a no."))
        if decision == self.SCHEDULE and "at" not in self.errors:
            if cleaned.get("at") is None:
                self.add_error("at", _("Say the date and the time at which it is to appear."))
            else:
                refuse_past(self, "at")
        elif decision != self.SCHEDULE and "at" in self.errors:
            del self.errors["at"]  # what is not asked for cannot be wrong
        return cleaned

    def decide(self, *, by):
        """Do what a valid form says. Raises NotNow, and Outdated where its author sent another text meanwhile."""
        told, article = self.cleaned_data, self.article
        about = {"by": by, "words": told["words"], "based_on": told["based_on"]}
        if told["decision"] == self.PUBLISH:
            article.publish(**about)
        elif told["decision"] == self.SCHEDULE:
            article.schedule(told["at"], **about)
        elif told["decision"] == self.CHANGES:
            article.ask_changes(**about)
        elif told["decision"] == self.DECLINE:
            article.decline(**about)
        else:
            article.unschedule(by=by)
