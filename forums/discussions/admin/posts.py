from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.audit.asking import asks
from members.audit.history import history_of
from members.audit.kept import KeptInline

from ..models import Attachment, Post, Revision, Thanks, Unmasking
from ..models.unmasking import NotUnmasked
from .hiding import HidingAdmin
from .unmasking import UnmaskingForm


class RevisionInline(KeptInline):
    model = Revision
    verbose_name_plural = _("earlier texts, to be read in the history on its page")
    fields = readonly_fields = ["version", "title", "by", "at", "hidden_at"]
    ordering = ["-version"]
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by").defer("body")


class AttachmentInline(KeptInline):
    model = Attachment
    fields = readonly_fields = ["file", "person", "at"]
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("file", "person")


@admin.register(Post)
class PostAdmin(HidingAdmin):
    list_display = ["excerpt", "topic", "number", "speaker", "created_at", "edited_at", "state"]
    list_filter = ["kind", ("hidden_at", admin.EmptyFieldListFilter), ("edited_at", admin.EmptyFieldListFilter)]
    list_select_related = ["topic", "author"]
    search_fields = ["body", "author__name", "author__email"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = readonly_fields = [
        *(
            "topic",
            "number",
            "speaker",
            "created_at",
            "body",
            "evidence",
            "interest",
            "thanked",
            "edited_at",
            "edited_by",
        ),
        *("hidden_at", "hidden_by", "history"),
    ]
    inlines = [RevisionInline, AttachmentInline]
    actions_detail = ["hide", "restore", "unmask"]
    refusals = (NotUnmasked,)

    unmask = asks(
        Unmasking.ask,
        form=UnmaskingForm,
        label=_("Ask who wrote this"),
        sentence=_(
            "The author wrote without a name. Somebody else of staff has to agree before you can look; every step is "
            "recorded, and the author is told."
        ),
        done=_("Asked. Somebody else decides."),
        when=lambda post: post.is_nameless,
        url_path="unmasking",
        icon="visibility_lock",
        leads_on=True,
    )

    @display(description=_("by"), ordering="author__name")
    def speaker(self, post):
        return post.voice if post.author_id else "–"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("html")

    @display(description=_("state"), label={"hidden": "danger", "": ""})
    def state(self, post):
        return ("hidden", _("hidden")) if post.is_hidden else ("", _("shown"))

    @display(description=_("thanks"))
    def thanked(self, post):
        said = [f"{label}: {post.reactions[kind]}" for kind, label in Thanks.KINDS if post.reactions.get(kind)]
        return ", ".join(said) or "–"

    @display(description=_("history"))
    def history(self, post):
        return history_of(post)
