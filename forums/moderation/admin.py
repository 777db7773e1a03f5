"""What staff see of moderation: cases to be read, their words to watch for, and what is held."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from members.audit.kept import KeptInline, ReadAdmin
from members.audit.log import record

from .models import Case, Flag, Held, WatchWord


class FlagInline(KeptInline):
    model = Flag
    fields = readonly_fields = ["reason", "words", "by", "at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Case)
class CaseAdmin(ReadAdmin):
    list_display = ["title", "kind", "board", "waits_since", "claimed_by", "outcome", "settled_by", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), "kind", "outcome", "about_moderator"]
    list_select_related = ["board", "post__topic", "held", "claimed_by", "settled_by"]
    search_fields = ["post__topic__title", "held__title", "words"]
    date_hierarchy = "opened_at"
    ordering = ["waits_since", "pk"]
    inlines = [FlagInline]
    fields = readonly_fields = [
        *("title", "where", "kind", "board", "about_moderator", "saw", "opened_at", "waits_since", "revised_at"),
        *("claimed_by", "claimed_until", "outcome", "words", "settled_by", "settled_at"),
    ]

    @admin.display(description=_("about"))
    def title(self, case):
        return case.title

    @admin.display(description=_("decided"))
    def where(self, case):
        return format_html('<a href="{}">{}</a>', case.get_absolute_url(), _("In the queue"))

    @admin.display(description=_("what rules saw"))
    def saw(self, case):
        return "; ".join(each["saw"] for each in case.found)


@admin.register(Held)
class HeldAdmin(ReadAdmin):
    """That somebody's text waits; its words stand in the case, and who speaks without a name nowhere."""

    list_display = ["title", "writer", "board", "at", "outcome"]
    list_select_related = ["person", "board", "case"]
    search_fields = ["title"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = readonly_fields = ["title", "writer", "board", "at", "outcome"]

    @admin.display(description=_("written by"))
    def writer(self, held):
        return held.voice

    @admin.display(description=_("what came of it"))
    def outcome(self, held):
        return held.case.get_outcome_display() or _("Waits")


@admin.register(WatchWord)
class WatchWordAdmin(ModelAdmin):
    list_display = ["pattern", "kind", "why", "language"]
    list_filter = ["kind", "language"]
    search_fields = ["pattern", "why"]
    ordering = ["pattern"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record("moderation.word_changed" if change else "moderation.word_added", obj, by=request.user, kind=obj.kind)

    def delete_model(self, request, obj):
        record("moderation.word_removed", obj, by=request.user)
        super().delete_model(request, obj)
