import uuid

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.subjects.forms import ContextFields

from . import markdown
from .asking.additions import AddedFields
from .asking.evidence import EvidenceFields
from .asking.plan import PlanFields
from .asking.polls import PollFields
from .asking.speaking import InterestField, SpeakingFields
from .asking.stories import StoryFields
from .asking.tags import TagsField
from .models import Board, Topic
from .models.mentions import MOST
from .models.stories import PARTS

LONGEST_BODY = 50_000  # characters; about 25 printed pages


class LineField(forms.CharField):
    """A line of text. The one character that PostgreSQL does not hold says nothing, and is left out."""

    def to_python(self, value):
        return super().to_python(value.replace("\x00", "") if isinstance(value, str) else value)


class TitleField(LineField):
    """The title of a topic."""

    def __init__(self, **options):
        super().__init__(
            label=_("Title"),
            min_length=8,
            max_length=200,
            error_messages={
                "required": _("There is no title yet. Say in a line what it is about."),
                "min_length": _("A few more words, so that people see what it is about."),
            },
            widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            **options,
        )


class EveryoneEditsField(forms.BooleanField):
    """Whether the first post is open to everyone's improvements."""

    def __init__(self):
        super().__init__(
            label=_("Anyone who may write here may improve the first post"),
            help_text=_("Good for lists and guides. Each change is kept, with its name."),
            required=False,
        )


class BodyField(LineField):
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

    def clean(self, value):
        """The text; ValidationError also where it calls more people than one post can."""
        text = super().clean(value)
        called = len(markdown.handles_in(text)) if text.count("@") > MOST else 0
        if called > MOST:
            raise forms.ValidationError(
                _("This calls %(called)d people by @, and one post can call %(most)d. Name the others without the @.")
                % {"called": called, "most": MOST}
            )
        return text


class OnceField(forms.UUIDField):
    """A hidden token that makes a form count once, however often it is sent."""

    def __init__(self):
        super().__init__(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


class FilesField(forms.RegexField):
    """A hidden field: the draft under which files are sent for this text, which may live on under another."""

    def __init__(self):
        super().__init__(r"^ask:[0-9a-f-]{36}$", widget=forms.HiddenInput, required=False)


class TopicForm(AddedFields, StoryFields, PollFields, ContextFields, PlanFields, EvidenceFields, SpeakingFields):
    """A new topic of any kind, with everything it may bring along."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Topic.KINDS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    board = forms.ModelChoiceField(
        label=_("Board"),
        queryset=Board.objects.none(),
        empty_label=None,
        to_field_name="slug",
        error_messages={
            "required": _("Choose where it belongs."),
            "invalid_choice": _("You cannot write on this board any more. Choose another one."),
        },
    )
    title = TitleField(help_text=_("The question or the news itself, as you would say it to a colleague."))
    body = BodyField()
    tags = TagsField()
    everyone_edits = EveryoneEditsField()
    files = FilesField()
    token = OnceField()

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = self.writer = person
        self.put_additions_on()
        self.fields["board"].queryset = Board.objects.open_to(person).select_related("group", "posting_group")
        self.fields["kind"].choices = [choice for choice in Topic.KINDS if choice[0] in self._kinds_somewhere]
        kind = self["kind"].value()
        self.fields["body"].required = kind not in (*PARTS, Topic.POLL)
        if self.is_bound:
            self._ask_nothing_of_other_kinds(kind)

    def _ask_nothing_of_other_kinds(self, kind):
        """What only another kind of topic owes may stay empty."""
        for name, field in self.fields.items():
            if (name.startswith("part_") and kind not in PARTS) or (name.startswith("poll_") and kind != Topic.POLL):
                field.required = False

    @cached_property
    def boards(self):
        """The boards the person may write in."""
        return list(self.fields["board"].queryset)

    @cached_property
    def _kinds_somewhere(self):
        return {kind for board in self.boards for kind in Topic.kinds_open_to(self.person, board)}

    def clean(self):
        cleaned = super().clean()
        kind, board = cleaned.get("kind"), cleaned.get("board")
        if kind and board and kind not in Topic.kinds_open_to(self.person, board):
            self.add_error("board", self._refusal(kind))
        if kind == Topic.POLL:
            self.check_poll()
        self.check_additions()
        if cleaned.get("safely") and cleaned.get("when") == self.LATER:
            sentence = _("What is planned stands in the record with your name. Without it, publish now.")
            self.add_error("safely", sentence)
        return cleaned

    def texts(self):
        parts = self.parts_typed.values() if self["kind"].value() in PARTS else [self["body"].value() or ""]
        return [self["title"].value() or "", *parts]

    def _refusal(self, kind):
        if kind == Topic.FAILURE:
            return _("Stories of failure are told among members. Choose a board for members, or for a group.")
        return _("Announcements on this board are for those who run it.")

    def start(self):
        """The Topic of a valid form, begun now; None where something cannot be had as asked, which is then an error of
        its field. Raises NotAllowed."""
        return self.send(lambda: self.begin(self._start))

    def _start(self):
        told = self.cleaned_data
        return Topic.start(
            by=self.person,
            board=told["board"],
            kind=told["kind"],
            title=told["title"],
            body=told["body"],
            story=self.story_for(told["kind"]) if told["kind"] in PARTS else None,
            context=self.context,
            tags=told["tags"],
            poll=self.poll if told["kind"] == Topic.POLL else None,
            everyone_edits=told["everyone_edits"],
            files=told["files"],
            token=told["token"],
            evidence=self.rests_on if told["kind"] in PARTS else None,
            **self.spoken,
        )


class ReplyForm(EvidenceFields, SpeakingFields):
    """A reply to a topic. Who speaks there without a name goes on so, unless they choose otherwise."""

    body = BodyField(label=_("Your reply"))
    reply_to = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    token = OnceField()

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.writer = person

    def reply(self, topic, *, files):
        """The Post of a valid form; None where it cannot go out as asked, which is then an error. Raises Closed."""
        told = self.cleaned_data
        said = {"body": told["body"], "reply_to": told["reply_to"], "token": told["token"], "files": files}
        return self.send(lambda: topic.reply(by=self.writer, evidence=self.rests_on, **said, **self.spoken))


class PostForm(EvidenceFields, InterestField):
    """The text of a post, edited; `version` says which text its writer had before them. What it rests on only its
    author says."""

    body = BodyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, post, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.post, self.is_own = post, post.is_by(person)
        if self.is_own:
            self.writer = person

    @property
    def is_nameless(self):
        return self.post.is_nameless

    def save(self, *, by, files=None, without=()):
        """Change the post as a valid form says. Raises EditedMeanwhile and FilesTell."""
        told = self.cleaned_data
        evidence = self.rests_on if self.is_own else None
        about = {"version": told["version"], "files": files, "without": without, "evidence": evidence}
        self.post.edit(by=by, body=told["body"], **about)
