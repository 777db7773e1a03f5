import re

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from forums.discussions.forms import BodyField, LineField, OnceField
from forums.discussions.models import Post, Topic
from forums.discussions.numbers import number_in
from members.subjects.models import Subject

from .models import Doubt, Passage, Playbook
from .models.passages import MOST_SOURCES

# /discussions/731/posts/4/, or /discussions/731/how-do-you/?page=1#post-4 as it stands in the bar of a browser.
ADDRESS = re.compile(r"/discussions/(\d{1,18})/(?:posts/(\d{1,6})/?|[\w-]+/?(?:\?[^#\s]*)?(?:#post-(\d{1,6}))?)$")


class PlaybookForm(forms.Form):
    """What it is called, what it is about, and how long a check holds."""

    title = LineField(
        label=_("Title"),
        min_length=8,
        max_length=150,
        help_text=_("What somebody can do after reading it: “Run a first journey workshop”."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={
            "required": _("Say in a line what it helps with."),
            "min_length": _("A few more words, so that people see what it helps with."),
        },
    )
    about = LineField(
        label=_("In one sentence"),
        max_length=250,
        help_text=_("For whom it is, and when."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("One sentence, for whoever sees it in a list.")},
    )
    subjects = forms.ModelMultipleChoiceField(
        label=_("Subjects"),
        queryset=Subject.objects.filter(parent__isnull=False).in_tree_order(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, so that it can be found.")},
    )
    months = forms.TypedChoiceField(
        label=_("How long does it hold before you look at it again?"),
        choices=Playbook.MONTHS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of them.")},
    )
    token = OnceField()


class PostsField(LineField):
    """Addresses of posts, one a line; gives the Posts that `person` may read."""

    person = None

    def __init__(self):
        super().__init__(
            label=_("The posts behind it"),
            help_text=_("Their addresses, one a line. Whoever reads the passage can go to each of them."),
            widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "spellcheck": "false"}),
            error_messages={"required": _("Name at least one post: a passage stands on what somebody said.")},
        )

    def clean(self, value):
        named = [self._place(line) for line in super().clean(value).split()]
        if len(set(named)) > MOST_SOURCES:
            raise forms.ValidationError(
                _("At most %(most)d posts: the ones it rests on."), params={"most": MOST_SOURCES}
            )
        either = Q()
        for topic, number in named:
            either |= Q(topic=topic, number=number)
        seen = Topic.objects.visible_to(self.person)
        posts = list(Post.objects.spoken().filter(either, topic__in=seen).order_by("topic", "number"))
        missing = set(named) - {(post.topic_id, post.number) for post in posts}
        if missing:
            topic, number = min(missing)
            raise forms.ValidationError(
                _("There is no post %(number)d that you can read in topic %(topic)d."),
                params={"number": number, "topic": topic},
            )
        return posts

    def _place(self, line):
        found = ADDRESS.search(line)
        if not found:
            raise forms.ValidationError(_("“%(line)s” is no address of a post."), params={"line": line[:80]})
        return int(found[1]), number_in(found[2] or found[3] or "1", digits=6) or 1


class PassageForm(forms.Form):
    """One passage: its heading, its text, the posts behind it, and why it changed."""

    heading = LineField(
        label=_("Heading"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("A few words that tell what the passage says.")},
    )
    text = BodyField(label=_("Text"))
    posts = PostsField()
    why = LineField(
        label=_("Why does it change?"),
        required=False,
        max_length=250,
        help_text=_("Stands in its history, with your name."),
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args, person, is_new=False, **options):
        super().__init__(*args, **options)
        self.fields["posts"].person = person
        if is_new:
            del self.fields["why"]


class DoubtForm(forms.Form):
    """Why it is not so where somebody works."""

    passage = forms.ModelChoiceField(
        label=_("Which passage?"), queryset=Passage.objects.none(), required=False, empty_label=_("All of it")
    )
    words = LineField(
        label=_("What is different where you work?"),
        max_length=600,
        help_text=_("It stands on the page with your name, and whoever looks after the playbook answers."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "dir": "auto"}),
        error_messages={"required": _("Say what is different, so that others can tell whether it is so for them too.")},
    )

    def __init__(self, *args, passages, **options):
        super().__init__(*args, **options)
        self.fields["passage"].queryset = passages


class AnswerForm(forms.Form):
    """What the owner says to a doubt."""

    outcome = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=Doubt.OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
    answer = LineField(
        label=_("In your words"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4, "class": "textarea", "dir": "auto"}),
        error_messages={"required": _("A sentence is enough: it stands below theirs.")},
    )


class HandoverForm(forms.Form):
    """Whom to ask to look after it."""

    handle = LineField(
        label=_("Who should look after it?"),
        max_length=60,
        help_text=_("The name after their @, as it stands in the discussions: @eli-brandt."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Name somebody.")},
    )

    def clean_handle(self):
        """The Person; how they are called says it, whatever stands before it."""
        handle = self.cleaned_data["handle"].strip().lstrip("@").lower()
        person = get_user_model().objects.active().filter(handle__iexact=handle).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here goes by @%(handle)s."), params={"handle": handle})
        return person
