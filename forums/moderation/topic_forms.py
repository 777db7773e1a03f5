"""What moderators say when they move, split, merge, close and slow down topics."""

import re
from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from forums.discussions.forms import LineField, TitleField
from forums.discussions.models import Board, Topic
from forums.discussions.models.moving import MOST_AT_ONCE
from forums.discussions.numbers import number_in

from .models.acts import LONGEST_REASON

_ADDRESS = re.compile(r"discussions/(\d{1,8})(?:/|$)")
_RANGES = re.compile(r"\d{1,6}(?:\s*[-–]\s*\d{1,6})?")
MINUTES = [5, 15, 30, 60, 240, 1440]
HOURS = [2, 8, 24, 72, 168]


def reason_field(who_reads):
    return LineField(
        label=_("Why"),
        max_length=LONGEST_REASON,
        help_text=who_reads,
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea", "dir": "auto"}),
        error_messages={"required": _("Say why, in a sentence. They read it, and it stays in the record.")},
    )


FOR_WRITERS = _("Whoever wrote it reads this, without your name. The record keeps both.")


class TopicField(LineField):
    """Another topic, by its address or its number."""

    def __init__(self, **options):
        super().__init__(
            help_text=_("Its address, copied from the browser, or the number in it."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "url"}),
            error_messages={"required": _("Name the other topic.")},
            **options,
        )

    def clean(self, value):
        text = super().clean(value).strip()
        if not text:
            return None
        found = _ADDRESS.search(text)
        number = number_in(found[1] if found else text)
        if number is None:
            raise forms.ValidationError(_("This is not the address of a topic."))
        return number


class OnTopicForm(forms.Form):
    """Of a topic, by a moderator: `by` sees what they choose from."""

    def __init__(self, *args, topic, by, **options):
        super().__init__(*args, **options)
        self.topic, self.by = topic, by

    def other_topic(self, name):
        """The Topic that the field `name` says, where this moderator sees it; what is merged leads on."""
        number = self.cleaned_data.get(name)
        if number is None:
            return None
        topics = Topic.objects.visible_to(self.by).select_related("board__group", "author")
        found = topics.filter(pk=number).first()
        if found is None:
            self.add_error(name, _("There is no such topic, or none that you can read."))
        return found


class MoveForm(OnTopicForm):
    """To which board."""

    board = forms.ModelChoiceField(
        Board.objects.none(),
        label=_("To which board"),
        empty_label=None,
        error_messages={"required": _("Choose a board."), "invalid_choice": _("Choose a board of the list.")},
    )
    reason = reason_field(FOR_WRITERS)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        boards = Board.objects.visible_to(self.by).select_related("group").exclude(pk=self.topic.board_id)
        self.fields["board"].queryset = boards
        self.fields["board"].label_from_instance = lambda board: f"{board.name} · {board.get_audience_display()}"


class SplitForm(OnTopicForm):
    """Which posts, and where they go."""

    FRESH, THERE = "fresh", "there"
    BELONGS = {"title": FRESH, "kind": FRESH, "board": FRESH, "into": THERE}  # to which choice

    posts = LineField(
        label=_("Other posts, by their numbers"),
        required=False,
        help_text=_("Besides those you ticked above: 4, 7-9."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    where = forms.ChoiceField(
        label=_("Where they go"),
        choices=[(FRESH, _("To a topic of their own")), (THERE, _("To a topic there is"))],
        widget=forms.RadioSelect,
        initial=FRESH,
        error_messages={"required": _("Choose where they go.")},
    )
    title = TitleField()
    kind = forms.ChoiceField(
        label=_("What the new topic is"),
        choices=[(Topic.DISCUSSION, _("Discussion")), (Topic.QUESTION, _("Question"))],
    )
    board = forms.ModelChoiceField(Board.objects.none(), label=_("On which board"), empty_label=None)
    into = TopicField(label=_("The topic there is"))
    reason = reason_field(FOR_WRITERS)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        field = self.fields["board"]
        field.queryset = Board.objects.visible_to(self.by).select_related("group")
        field.initial = self.topic.board_id
        field.label_from_instance = lambda board: f"{board.name} · {board.get_audience_display()}"
        self.fields["kind"].initial = Topic.QUESTION if self.topic.is_question else Topic.DISCUSSION
        where = self.data.get("where") if self.is_bound else None
        for name, belongs in self.BELONGS.items():
            self.fields[name].required = not self.is_bound or where == belongs

    @property
    def chosen(self):
        """The numbers that were ticked, of this page or of one before."""
        if not self.is_bound or not hasattr(self.data, "getlist"):
            return set()
        return {number for number in (number_in(each, digits=6) for each in self.data.getlist("chosen")) if number}

    def clean_posts(self):
        numbers = set(self.chosen)
        text = self.cleaned_data["posts"].strip(" ,.;")
        for part in filter(None, (each.strip(" #") for each in re.split(r"[,;]", text))):
            if not _RANGES.fullmatch(part):
                raise forms.ValidationError(_("“%(part)s” is no number of a post.") % {"part": part[:40]})
            first, _line, last = part.replace("–", "-").partition("-")
            first = int(first)
            numbers.update(range(first, min(int(last or first), first + MOST_AT_ONCE) + 1))
        if not numbers:
            raise forms.ValidationError(_("Choose at least one post."))
        return sorted(numbers)

    def clean(self):
        told = super().clean()
        where = told.get("where")
        for name, belongs in self.BELONGS.items():
            if where and belongs != where:  # what was typed before they chose otherwise
                self.errors.pop(name, None)
        self.other = self.other_topic("into") if where == self.THERE else None
        return told

    @property
    def fresh(self):
        """What a topic of their own begins with, as Topic.split_off takes it."""
        told = self.cleaned_data
        return {"title": told["title"], "board": told["board"], "kind": told["kind"]}


class MergeForm(OnTopicForm):
    """Into which topic."""

    into = TopicField(label=_("Into which topic"))
    reason = reason_field(_("Everybody who wrote in it reads this, without your name. The record keeps both."))

    def clean(self):
        told = super().clean()
        self.other = self.other_topic("into")
        return told


class LockForm(OnTopicForm):
    reason = reason_field(_("Everyone who reads the topic reads this below the posts, without your name."))


class SlowForm(OnTopicForm):
    """How slowly, and for how long."""

    minutes = forms.TypedChoiceField(label=_("One post a person"), coerce=int, initial=30)
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int, initial=24)
    reason = reason_field(_("Whoever began the topic reads this, without your name. The record keeps both."))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["minutes"].choices = [(each, _every(each)) for each in MINUTES]
        self.fields["hours"].choices = [(each, _lasting(each)) for each in HOURS]

    @property
    def until(self):
        return timezone.now().replace(second=0, microsecond=0) + timedelta(hours=self.cleaned_data["hours"])


def _every(minutes):
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("every hour", "every %(count)d hours", hours) % {"count": hours}
    return ngettext("every minute", "every %(count)d minutes", minutes) % {"count": minutes}


def _lasting(hours):
    if hours % 24 == 0:
        days = hours // 24
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
