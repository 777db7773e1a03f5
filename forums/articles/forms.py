from django import forms
from django.utils.translation import gettext_lazy as _

from .addresses import is_open_to_articles
from .conversation import is_within
from .models import Article

TEXTS = ["title", "sentence", "body"]
PLACES = ["slug", "audience", "group", "position", "author", "takes_comments", "board"]


class Placed(forms.ModelForm):
    """Where an article stands: at an address of its own, and talked about by nobody who may not read it."""

    def clean_slug(self):
        """No page of ours has it."""
        slug = self.cleaned_data["slug"]
        kind = self.instance.kind if self.instance.pk else self.data.get("kind", Article.ARTICLE)
        if kind == Article.ARTICLE and not is_open_to_articles(slug):
            raise forms.ValidationError(_("Another page has this address. Add a word to it."))
        return slug

    def clean(self):
        """The board is no wider than the article, nor is the conversation that there is already."""
        cleaned = super().clean()
        audience, group = cleaned.get("audience"), cleaned.get("group")
        board = cleaned.get("board")
        if audience and board and not is_within(board, audience, group and group.pk):
            self.add_error("board", _("More people read this board than may read the article. Choose another."))
        topic = self.instance.topic if self.instance.pk else None
        if audience and topic and not is_within(topic.board, audience, group and group.pk):
            sentence = _("The conversation about it can be read by more people. Move or hide the topic first.")
            self.add_error("audience", sentence)
        return cleaned


class NewArticleForm(Placed):
    """A draft."""

    class Meta:
        model = Article
        fields = ["kind", *TEXTS, *PLACES]


class ArticleForm(Placed):
    """An article as staff revise it, with the number of the version they began from."""

    change = forms.CharField(
        label=_("What changed"),
        max_length=250,
        required=False,
        help_text=_("A few words for the list of versions. Readers of a policy see them."),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [*TEXTS, *PLACES]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version_number

    def clean(self):
        cleaned = super().clean()
        now = Article.objects.get(pk=self.instance.pk)
        is_revised = any(name in cleaned and cleaned[name] != getattr(now, name) for name in TEXTS)
        if is_revised and cleaned.get("based_on") != now.version_number:
            raise forms.ValidationError(
                _(
                    "Somebody saved version %(number)d while you were writing. Nothing you typed is lost: copy it, open"
                    " the page anew, and put the two together."
                ),
                params={"number": now.version_number},
                code="outdated",
            )
        if is_revised and now.published_at is not None and not cleaned.get("change"):
            self.add_error("change", _("People can read the version before. Say in a few words what is different now."))
        return cleaned
