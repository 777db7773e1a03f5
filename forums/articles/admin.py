"""Articles for staff: drafts, revisions with a word on what changed, a preview, and all versions."""

import difflib

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.asking import AskingAdmin, Question, asks, reason_field
from members.audit.kept import KeptInline, LastingAdmin, ReadAdmin

from . import prose
from .forms import PLACES, TEXTS, ArticleForm, NewArticleForm
from .models import Article, NotNow, Outdated, Remark, Version

KEPT = [
    "kind",
    "state",
    "submitted_at",
    "due_at",
    "topic",
    "published_at",
    "published_by",
    "retired_at",
    "retired_by",
    "retired_reason",
]


class VersionInline(KeptInline):
    model = Version
    fields = readonly_fields = ["number", "title", "change", "by", "at"]
    ordering = ["-number"]
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by").defer("body", "html")


class RemarkInline(KeptInline):
    model = Remark
    fields = readonly_fields = ["step", "by", "words", "at"]
    ordering = ["-at", "-id"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


class RetireForm(Question):
    reason = reason_field(_("For the record. Readers do not see it."))


class WordsForm(Question):
    words = reason_field(_("Its author reads exactly this, with your name."), max_length=4000)


class HourForm(Question):
    at = forms.DateTimeField(
        label=_("When it comes out"), widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"})
    )

    def clean_at(self):
        """A moment to come."""
        at = self.cleaned_data["at"]
        if at <= timezone.now():
            raise forms.ValidationError(_now("That moment has passed. Choose one to come."))
        return at


def _can_become(article, state):
    return state in Article.WAYS[article.state] and not article.was_taken_back


@admin.register(Article)
class ArticleAdmin(LastingAdmin, AskingAdmin):
    list_display = ["title", "kind", "state", "audience", "author", "version_number", "updated_at", "published_at"]
    list_filter = ["state", "kind", "audience"]
    list_select_related = ["author"]
    search_fields = ["title", "sentence", "body"]
    date_hierarchy = "updated_at"
    ordering = ["kind", "position", "-published_at", "title"]
    show_full_result_count = False
    autocomplete_fields = ["author", "board"]
    actions = ["publish_all"]
    actions_detail = ["publish", "schedule", "unschedule", "ask_changes", "decline", "converse", "retire"]
    refusals = (NotNow,)
    warn_unsaved_form = True

    publish = asks(
        Article.publish,
        label=_("Publish"),
        sentence=_("Whoever belongs to its audience can read it at once."),
        done=_("It is published."),
        when=lambda article: _can_become(article, Article.PUBLISHED),
        url_path="publication",
    )
    schedule = asks(
        Article.schedule,
        form=HourForm,
        label=_("Give it an hour"),
        sentence=_("It comes out by itself at that moment, in your own time zone. Its author hears of it."),
        done=_("It has its hour."),
        when=lambda article: _can_become(article, Article.SCHEDULED),
        url_path="hour",
    )
    unschedule = asks(
        Article.unschedule,
        label=_("Take its hour away"),
        sentence=_("It does not come out by itself any more."),
        done=_("It has no hour any more."),
        when=lambda article: article.state == Article.SCHEDULED,
        url_path="no-hour",
    )
    ask_changes = asks(
        Article.ask_changes,
        form=WordsForm,
        label=_("Ask for changes"),
        sentence=_("It goes back to its author, with your words."),
        done=_("Its author has your words."),
        when=lambda article: article.submitted_at and _can_become(article, Article.CHANGES),
        url_path="changes",
    )
    decline = asks(
        Article.decline,
        form=WordsForm,
        label=_("Say no to it"),
        sentence=_("It is not taken. Its author keeps it, and reads your words."),
        done=_("Its author has your words."),
        when=lambda article: _can_become(article, Article.DECLINED),
        url_path="refusal",
    )
    converse = asks(
        Article.converse,
        label=_("Open a conversation"),
        sentence=_("A topic is opened in which people talk about it, on its board or on the board of all articles."),
        done=_("People can talk about it now."),
        when=lambda article: article.kind == Article.ARTICLE and article.is_public and article.topic_id is None,
        url_path="conversation",
    )
    retire = asks(
        Article.retire,
        form=RetireForm,
        label=_("Retire"),
        sentence=_("Nobody can read it any more, and links to it find nothing. Its versions stay here."),
        done=_("It is retired."),
        when=lambda article: article.is_public,
        url_path="retirement",
    )

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, form=ArticleForm if obj else NewArticleForm, **kwargs)
        form.base_fields["body"].widget.attrs["rows"] = 24
        if obj:
            form.base_fields["change"].widget = UnfoldAdminTextInputWidget()
        return form

    def get_fieldsets(self, request, obj=None):
        placed = (_("Where it stands"), {"fields": PLACES})
        if obj is None:
            return [(None, {"fields": ["kind", *TEXTS, "look"]}), placed]
        said = (_("What happened to it"), {"fields": KEPT})
        return [(None, {"fields": [*TEXTS, "look", "change", "based_on"]}), placed, said]

    def get_readonly_fields(self, request, obj=None):
        return ["look", *KEPT] if obj else ["look"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else {"slug": ["title"]}

    def get_inlines(self, request, obj):
        if obj is None:
            return []
        return [RemarkInline, VersionInline] if obj.submitted_at else [VersionInline]

    def get_urls(self):
        preview = path("preview/", self.admin_site.admin_view(self.preview), name="articles_article_preview")
        return [preview, *super().get_urls()]

    def view_on_site(self, article):
        return article.get_absolute_url() if article.is_public else None

    @admin.display(description=_("preview"))
    def look(self, article):
        return render_to_string("forums/articles/admin/preview.html")

    def save_model(self, request, obj, form, change):
        """New ones begin as drafts, others are revised and placed by their verbs."""
        if not change:
            obj.begin(by=request.user)
            return
        said, article = form.cleaned_data, Article.objects.get(pk=obj.pk)
        try:
            article.revise(
                by=request.user,
                change=said["change"],
                based_on=said["based_on"] if any(name in form.changed_data for name in TEXTS) else None,
                **{name: said[name] for name in TEXTS},
            )
        except Outdated:
            messages.error(request, _now("Somebody saved another version in this moment; yours is not saved."))
            return
        article.place(by=request.user, **{name: said[name] for name in PLACES})

    def preview(self, request):
        """The posted words as readers will see them; nothing is saved."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        html = prose.render(request.POST.get("body", ""))
        context = {
            "title": request.POST.get("title") or _now("Without a title"),
            "sentence": request.POST.get("sentence", ""),
            "html": mark_safe(html),
            "contents": prose.contents(html),
        }
        return render(request, "forums/articles/preview.html", context)

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish_all(self, request, queryset):
        self.each(
            request,
            [article for article in queryset if not article.is_public],
            Article.publish,
            lambda count: ngettext("%d is published now.", "%d are published now.", count) % count,
        )


@admin.register(Version)
class VersionAdmin(ReadAdmin):
    """What an article said at some time. Nobody changes it."""

    list_display = ["article", "number", "change", "by", "at"]
    list_select_related = ["article", "by"]
    search_fields = ["title", "change"]
    date_hierarchy = "at"
    ordering = ["-id"]
    fields = ["article", "number", "change", "by", "at", "difference", "body"]
    readonly_fields = ["difference"]

    @admin.display(description=_("compared with the one before"))
    def difference(self, version):
        """The lines that went and came, as - and +."""
        before = version.article.versions.filter(number=version.number - 1).first()
        if before is None:
            return _("It is the first.")
        lines = difflib.unified_diff(before.body.splitlines(), version.body.splitlines(), lineterm="", n=1)
        changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
        titled = [f"- {before.title}", f"+ {version.title}"] if before.title != version.title else []
        return format_html('<pre class="whitespace-pre-wrap">{}</pre>', "\n".join([*titled, *changed]))
