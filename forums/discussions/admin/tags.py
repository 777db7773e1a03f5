from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.asking import AskingAdmin, Question, asks
from members.audit.history import history_of
from members.audit.kept import KeptInline, LastingAdmin
from members.audit.log import record

from ..models import Tag
from ..models.tags import NotATag


class LeadsToForm(Question):
    other = forms.CharField(
        label=_("The word that is used in its place"),
        max_length=40,
        help_text=_("As it is written on topics."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Which word should stand in its place?")},
    )

    def clean_other(self):
        name = " ".join(self.cleaned_data["other"].lower().lstrip(" #").split())
        found = Tag.objects.filter(name=name).select_related("synonym_of").first()
        if found is None:
            raise forms.ValidationError(_("No topic carries this word. Look into the list for how it is written."))
        return found


class NameForm(Question):
    name = forms.CharField(
        label=_("The word"),
        max_length=40,
        help_text=_("In small letters. The word before leads to it from now on."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        error_messages={"required": _("A tag is a word or two.")},
    )

    def suggested(self):
        return {"name": self.about.name}


class SynonymFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("words", _("words that are used")), ("synonyms", _("lead to another")), ("bare", _("not explained"))]

    def queryset(self, request, tags):
        asked = {
            "words": lambda: tags.words(),
            "synonyms": lambda: tags.exclude(synonym_of=None),
            "bare": lambda: tags.words().filter(about=""),
        }
        return asked[self.value()]() if self.value() in asked else tags


class SynonymInline(KeptInline):
    model = Tag
    fk_name = "synonym_of"
    verbose_name_plural = _("words that lead to it")
    fields = readonly_fields = ["name"]
    hide_title = True


@admin.register(Tag)
class TagAdmin(LastingAdmin, AskingAdmin):
    """The words of the community. People make them by writing; staff explain them and bring synonyms together."""

    list_display = ["name", "about", "topic_count", "subject", "synonym_of"]
    list_filter = [SynonymFilter]
    list_select_related = ["subject", "synonym_of"]
    search_fields = ["name", "about"]
    ordering = ["-topic_count", "name"]
    show_full_result_count = False
    autocomplete_fields = ["subject"]
    fields = ["name", "about", "subject", "synonym_of", "topic_count", "history"]
    readonly_fields = ["name", "synonym_of", "topic_count", "history"]
    inlines = [SynonymInline]
    actions_detail = ["rename", "lead"]
    refusals = (NotATag,)

    rename = asks(
        Tag.rename,
        form=NameForm,
        label=_("Write it otherwise"),
        sentence=_("Every topic that carries it carries the new word."),
        done=_("It is written so everywhere."),
        when=lambda tag: tag.synonym_of_id is None,
        icon="edit",
    )
    lead = asks(
        lambda tag, *, by, other: tag.lead_to(other, by=by),
        form=LeadsToForm,
        label=_("Lead to another word"),
        sentence=_("Its topics carry the other word, and whoever types this one gets the other."),
        done=_("It leads there now, and so do its topics."),
        url_path="synonym",
        icon="merge",
    )

    def has_add_permission(self, request):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if form.changed_data:
            said = {"meaning": obj.about, "subject": str(obj.subject or "")}
            record("discussions.tag_explained", obj, by=request.user, **said)

    @display(description=_("history"))
    def history(self, tag):
        return history_of(tag)
