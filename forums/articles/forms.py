from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Article

TEXTS = ["title", "sentence", "body"]
PLACES = ["slug", "audience", "group", "position", "author"]


class NewArticleForm(forms.ModelForm):
    """A draft."""

    class Meta:
        model = Article
        fields = ["kind", *TEXTS, *PLACES]


class ArticleForm(forms.ModelForm):
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
