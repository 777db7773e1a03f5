import re

from django import forms
from django.db.models import F
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from forums.discussions.forms import LineField
from forums.discussions.markdown import shorten
from forums.discussions.models import Post, Topic
from members.subjects.models import Subject

from .models import MOST_A_MONTH
from .models.expertises import EVIDENCE

OWN_POSTS = 12  # to choose from
_ADDRESS = re.compile(r"/discussions/(\d{1,18})/(?:posts/(\d{1,9})/|[^\s#]*#post-(\d{1,9}))")


def _words(label, help_text, required, **options):
    return LineField(
        label=label,
        help_text=help_text,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea", "dir": "auto"}),
        error_messages={"required": required, "max_length": _("At most %(limit_value)d characters: the heart of it.")},
        **options,
    )


class PostsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, post):
        return post_label(post)


class PostField(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, post):
        return post_label(post)


def post_label(post):
    """A post in a line: the title of its topic, and how it begins."""
    return f"{post.topic.title}: {shorten(post.excerpt, 90)}" if post.excerpt else post.topic.title


def posts_of(person, reader):
    """Posts of `person` under their name which `reader` may read: the accepted ones first, then the newest."""
    seen = Topic.objects.visible_to(reader).filter(hidden_at=None)
    mine = Post.objects.spoken().filter(author=person, speaks_as="", topic__in=seen).select_related("topic")
    return mine.defer("body", "html").order_by(F("accepted_at").desc(nulls_last=True), "-created_at", "-pk")


class OfferForm(forms.Form):
    """A subject in which somebody offers to help."""

    subject = forms.ModelChoiceField(
        label=_("Subject"),
        queryset=Subject.objects.all(),
        to_field_name="slug",
        empty_label=None,
        error_messages={"required": _("Choose a subject."), "invalid_choice": _("Choose one of these subjects.")},
    )
    words = _words(
        _("What I can help with"),
        _("As you would say it to somebody who is about to ask you: what you have done, and for whom."),
        _("Say in a sentence what you can help with."),
    )
    evidence = PostsField(
        label=_("Posts of mine that show it"),
        queryset=Post.objects.none(),
        required=False,
        help_text=_("Whoever may read a post sees it on your page, and can endorse you by it."),
    )
    links = LineField(
        label=_("Others of mine, by their address"),
        required=False,
        max_length=2000,
        help_text=_("One a line. “Link” below a post copies its address."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea", "spellcheck": "false"}),
    )

    def __init__(self, *args, person, offer=None, **kwargs):
        if offer:
            chosen = list(offer.evidence.values_list("pk", flat=True))
            kwargs["initial"] = {"subject": offer.subject.slug, "words": offer.words, "evidence": chosen}
        super().__init__(*args, **kwargs)
        self.person = person
        latest = list(posts_of(person, person).values_list("pk", flat=True)[:OWN_POSTS])
        chosen = kwargs.get("initial", {}).get("evidence", [])
        self.fields["evidence"].queryset = posts_of(person, person).filter(pk__in=[*latest, *chosen])
        if offer:
            del self.fields["subject"]
        else:
            self.fields["subject"].choices = subject_choices()

    def clean_links(self):
        """The Posts of the addresses. ValidationError names the first line that is not one of one's own posts."""
        posts = []
        for line in self.cleaned_data["links"].split():
            found = _ADDRESS.search(line)
            post = None
            if found:
                number = int(found[2] or found[3])
                post = posts_of(self.person, self.person).filter(topic=int(found[1]), number=number).first()
            if post is None:
                words = _now("“%(line)s” is not the address of a post of yours.")
                raise forms.ValidationError(words % {"line": line[:120]})
            posts.append(post)
        return posts

    def clean(self):
        cleaned = super().clean()
        if len(self.posts) > EVIDENCE:
            self.add_error("evidence", _now("At most %(most)s posts: those that show it best.") % {"most": EVIDENCE})
        return cleaned

    @property
    def posts(self):
        """The posts chosen, each once."""
        chosen = [*self.cleaned_data.get("evidence", []), *self.cleaned_data.get("links", [])]
        return list({post.pk: post for post in chosen}.values())


def subject_choices():
    """The vocabulary, each competency with its subjects under it."""
    groups = []
    for subject in Subject.objects.in_tree_order():
        if subject.is_competency:
            groups.append((subject.name, [(subject.slug, _now("%(name)s as a whole") % {"name": subject.name})]))
        elif groups:
            groups[-1][1].append((subject.slug, subject.name))
    return [("", _now("Choose a subject")), *groups]


class CapacityForm(forms.Form):
    monthly = forms.IntegerField(
        label=_("Questions a month that may be put to me by name"),
        min_value=0,
        max_value=MOST_A_MONTH,
        help_text=_("From 0 to 20. With 0 nobody asks you by name, and you are still shown."),
        error_messages={
            "required": _("Say a number; 0 for none."),
            "invalid": _("A whole number from 0 to 20."),
            "min_value": _("A whole number from 0 to 20."),
            "max_value": _("A whole number from 0 to 20."),
        },
    )


class EndorseForm(forms.Form):
    """That somebody knows a subject, by which post, in a sentence."""

    subject = forms.ChoiceField(
        label=_("In which subject?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the subject."), "invalid_choice": _("Choose one of these subjects.")},
    )
    post = PostField(
        label=_("Which post convinced you?"),
        queryset=Post.objects.none(),
        empty_label=None,
        error_messages={"required": _("Choose the post."), "invalid_choice": _("Choose one of these posts.")},
    )
    words = _words(
        _("Why, in a sentence"),
        _("It stands on their page with your name, for members to read."),
        _("Say in a sentence what convinced you."),
    )

    def __init__(self, *args, offers, reader, post=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [(offer.subject.slug, offer.subject.name) for offer in offers]
        readable = posts_of(offers[0].person, reader)
        latest = list(readable.values_list("pk", flat=True)[:OWN_POSTS])
        self.fields["post"].queryset = readable.filter(pk__in=[*latest, *([post] if post else [])])
        if len(offers) == 1:
            self.initial.setdefault("subject", offers[0].subject.slug)


class PassForm(forms.Form):
    """To whom a question goes on."""

    expert = forms.ChoiceField(
        label=_("Who knows this better, or has the time?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose somebody."), "invalid_choice": _("Choose one of these people.")},
    )

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        words = _now("%(name)s, %(subject)s: %(places)s")
        self.fields["expert"].choices = [
            (value, words % {"name": expertise.person, "subject": expertise.subject, "places": places})
            for value, expertise, places in others
        ]


class DeclineForm(forms.Form):
    words = _words(
        _("Why not, in a sentence"),
        _("Whoever asked reads it. Then others who know the subject are asked."),
        _("A few words are kinder than none."),
    )
