from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Poll
from .plan import LocalMomentField, refuse_past

FEWEST, MOST = 2, 20
LONGEST = 200


class PollFields(forms.Form):
    """The poll of a topic: its title asks, these are the answers to choose from."""

    poll_options = forms.CharField(
        label=_("Answers to choose from"),
        help_text=_("One on each line, 2 to 20 of them."),
        error_messages={"required": _("A poll needs answers to choose from: one on each line.")},
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "textarea", "dir": "auto"}),
    )
    poll_kind = forms.ChoiceField(
        label=_("How to answer"), choices=Poll.KINDS, initial=Poll.SINGLE, widget=forms.RadioSelect
    )
    poll_most = forms.IntegerField(
        label=_("At most so many answers of one person"), required=False, min_value=1, max_value=MOST
    )
    poll_results = forms.ChoiceField(label=_("Who sees the results"), choices=Poll.RESULTS, initial=Poll.ALWAYS)
    poll_closes = LocalMomentField(
        label=_("Closes"), required=False, help_text=_("Leave it empty to close it yourself.")
    )

    @property
    def poll(self):
        """What Poll.ask takes, of a valid form."""
        told = self.cleaned_data
        return {
            "options": told["poll_options"],
            "kind": told.get("poll_kind") or Poll.SINGLE,
            "most": told.get("poll_most") or len(told["poll_options"]),
            "results": told.get("poll_results") or Poll.ALWAYS,
            "closes_at": told.get("poll_closes"),
        }

    def clean_poll_options(self):
        lines = self.cleaned_data["poll_options"].splitlines()
        return list(dict.fromkeys(line for line in (" ".join(line.split()) for line in lines) if line))

    def check_poll(self):
        """Add an error beside what a poll lacks."""
        options = self.cleaned_data.get("poll_options")
        if options is None:
            return  # said already
        if not FEWEST <= len(options) <= MOST:
            said = {"most": MOST, "count": len(options)}
            sentence = _("A poll has 2 to %(most)s different answers; here are %(count)s.")
            self.add_error("poll_options", sentence % said)
        elif too_long := next((option for option in options if len(option) > LONGEST), None):
            sentence = _("This answer is too long for a poll: “%(start)s…”")
            self.add_error("poll_options", sentence % {"start": too_long[:40]})
        refuse_past(self, "poll_closes")
