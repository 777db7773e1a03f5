import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Board, Topic

LONGEST_BODY = 50_000  # characters; about 25 printed pages


class BodyField(forms.CharField):
    """A post in Markdown."""

    def __init__(self, **options):
        options.setdefault("label", _("Your text"))
        super().__init__(
            max_length=LONGEST_BODY,
            widget=forms.Textarea(attrs={"rows": 10, "class": "textarea", "dir": "auto"}),
            error_messages={
                "required": _("There is no text yet."),
                "max_length": _(
                    "This is longer than one post can be (%(limit_value)d characters). Could it become two?"
                ),
            },
            **options,
        )


class OnceField(forms.UUIDField):
    """A hidden token that makes a form count once, however often it is sent."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class TopicForm(forms.Form):
    """A new topic."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Topic.KINDS, widget=forms.RadioSelect)
    board = forms.ModelChoiceField(
        label=_("Board"), queryset=Board.objects.none(), empty_label=None, to_field_name="slug"
    )
    title = forms.CharField(
        label=_("Title"),
        min_length=8,
        max_length=200,
        help_text=_("The question or the news itself, as you would say it to a colleague."),
        error_messages={"min_length": _("A few more words, so that people see what it is about.")},
        widget=forms.TextInput(
            attrs={"dir": "auto", "autocomplete": "off", "data-behaviour": "draft", "data-draft": "ask-title"}
        ),
    )
    body = BodyField()
    token = OnceField()

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.open_to(person).select_related("group")


class ReplyForm(forms.Form):
    """A reply to a topic."""

    body = BodyField(label=_("Your reply"))
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    token = OnceField()


class PostForm(forms.Form):
    """The text of a post, edited."""

    body = BodyField()
