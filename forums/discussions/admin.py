from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from .models import Board, Post, Topic


@admin.register(Board)
class BoardAdmin(ModelAdmin):
    list_display = ["name", "audience", "group", "posting", "position"]
    list_editable = ["position"]
    list_filter = ["audience", "posting"]
    list_select_related = ["group"]
    search_fields = ["name", "description"]
    prepopulated_fields = {"slug": ["name"]}


class HidingAdmin(ModelAdmin):
    """What people wrote is hidden and restored by its verbs, never deleted here."""

    show_full_result_count = False
    actions = ["hide", "restore"]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Hide from everyone but moderators"), permissions=["change"])
    def hide(self, request, queryset):
        for each in queryset:
            each.hide(by=request.user)

    @admin.action(description=_("Show again"), permissions=["change"])
    def restore(self, request, queryset):
        for each in queryset:
            each.restore(by=request.user)


@admin.register(Topic)
class TopicAdmin(HidingAdmin):
    list_display = ["title", "board", "kind", "author", "post_count", "last_posted_at", "closed_at", "hidden_at"]
    list_filter = ["board", "kind", "closed_at", "hidden_at"]
    list_select_related = ["board", "author"]
    search_fields = ["title"]
    date_hierarchy = "last_posted_at"
    ordering = ["-last_posted_at"]
    fields = ["title", "board", "kind", "pinned_at", "author", "created_at", "closed_at", "hidden_at"]
    readonly_fields = ["author", "created_at", "closed_at", "hidden_at"]
    actions = [*HidingAdmin.actions, "close", "reopen"]

    @admin.action(description=_("Close"), permissions=["change"])
    def close(self, request, queryset):
        for topic in queryset:
            topic.close(by=request.user)

    @admin.action(description=_("Open again"), permissions=["change"])
    def reopen(self, request, queryset):
        for topic in queryset:
            topic.reopen(by=request.user)


@admin.register(Post)
class PostAdmin(HidingAdmin):
    list_display = ["excerpt", "topic", "number", "author", "created_at", "edited_at", "hidden_at"]
    list_filter = ["kind", "hidden_at"]
    list_select_related = ["topic", "author"]
    search_fields = ["body"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    raw_id_fields = ["topic", "author"]
    fields = ["topic", "number", "author", "created_at", "body", "edited_at", "edited_by", "hidden_at"]
    readonly_fields = fields
