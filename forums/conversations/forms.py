from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from forums.discussions.forms import BodyField, OnceField

from .models import MessageReport
from .models.openness import Who


class MessageForm(forms.Form):
    """A message in a conversation."""

    body = BodyField(label=_("Your message"))
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    token = OnceField()


class StartForm(forms.Form):
    """A first message, and whom it is for."""

    to = forms.ModelMultipleChoiceField(
        label=_("To"),
        queryset=get_user_model().objects.all(),  # the verb says who takes no messages, and never why
        error_messages={
            "required": _("Nobody is named yet. Look for a name, then choose it."),
            "invalid_choice": _("Somebody named here has no account any more. Choose anew."),
            "invalid_pk_value": _("Somebody named here has no account any more. Choose anew."),
        },
    )
    find = forms.CharField(label=_("Find a person by name"), required=False, max_length=80)
    subject = forms.CharField(
        label=_("Subject"),
        required=False,
        max_length=120,
        help_text=_("For a talk with a purpose, or among several. Two people need none."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    body = BodyField(label=_("Your message"))
    token = OnceField()


class EditForm(forms.Form):
    """The text of a message, edited."""

    body = BodyField(label=_("Your message"))


class ReportForm(forms.Form):
    """What is wrong with a message."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=MessageReport.REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    note = forms.CharField(
        label=_("Is there more that helps us understand?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "dir": "auto"}),
    )
    block = forms.BooleanField(label=_("Block them as well, so that they cannot write to me"), required=False)


class OpennessForm(forms.Form):
    who = forms.ChoiceField(
        label=_("Who may write to me?"),
        choices=Who,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
