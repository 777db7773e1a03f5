"""Under which name a text goes out, and what its readers should know of the writer."""

from dataclasses import dataclass

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from members.subjects.models import Interest

from ..models.attachments import FilesTell
from ..models.voices import AnotherVoice, NoVoice, Voice, voice_of


@dataclass
class Offer:
    """What a form says of writing without a name: the `voice` that would stand there, or why there is none."""

    voice: Voice | None = None
    refusal: str = ""
    needs_context: bool = False  # saying where one works would help


def offer_to(person, board, topic=None):
    """The Offer to `person` for a reply to `topic`, or a new topic on `board`; three queries."""
    try:
        return Offer(voice_of(person, board, topic))
    except NoVoice as why:
        return Offer(refusal=str(why), needs_context=why.why == NoVoice.NO_CONTEXT)


class InterestField(forms.Form):
    """The question to somebody whose text names what their employer sells: asked once, before it is sent."""

    interest_said = forms.BooleanField(label=_("Send it with this line beside it"), required=False)

    writer = None  # the Person who writes, set by the form

    def texts(self):
        """What is written in this form, for looking whether it names a product."""
        return [self["body"].value() or ""]

    @cached_property
    def interest(self):
        return Interest.of(self.writer) if self.writer else Interest()

    @cached_property
    def products_named(self):
        """What the text names of what the writer's employer sells; empty in a form that was not sent."""
        return self.interest.named_in(*self.texts()) if self.is_bound else []

    @property
    def interest_line(self):
        """What readers will see beside it; "" where there is nothing to declare."""
        return self.interest.line(nameless=self.is_nameless) if self.products_named else ""

    @property
    def is_nameless(self):
        return False

    def clean(self):
        cleaned = super().clean()
        if self.products_named and not cleaned.get("interest_said"):
            words = _now("Agree to this line, or leave “%(name)s” out.")
            self.add_error("interest_said", words % {"name": self.products_named[0]})
        return cleaned


class SpeakingFields(InterestField):
    """By name, or without: then the words that the writer was shown come along, and no others are used unseen."""

    safely = forms.BooleanField(label=_("Write this without my name"), required=False)
    shown_as = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    @property
    def is_nameless(self):
        return bool(self["safely"].value())

    @property
    def spoken(self):
        """How a valid form wants to be said, as the verbs take it."""
        told = self.cleaned_data
        return {"safely": told["safely"], "shown_as": told["shown_as"] if told["safely"] else None}

    def send(self, verb):
        """What `verb()` returns, by which this form is sent for good; None where it cannot go out without a name as it
        is, which then is an error of that field."""
        try:
            return verb()
        except AnotherVoice as other:
            words = _now("Readers would now see “%(words)s”. Look at it, and send it again if that is right for you.")
            self.add_error("safely", words % {"words": other.voice.words})
        except NoVoice as why:
            self.add_error("safely", str(why))
        except FilesTell:
            sentence = _("A file tells who sent it, and often who made it. Take the files away, or write by name.")
            self.add_error("safely", sentence)
        return None
