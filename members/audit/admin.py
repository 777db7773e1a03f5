from django.contrib import admin
from unfold.admin import ModelAdmin

from .models import Entry


@admin.register(Entry)
class EntryAdmin(ModelAdmin):
    """Staff read the record; nobody changes it."""

    list_display = ["at", "action", "label", "by"]
    list_filter = ["action"]
    list_select_related = ["by"]
    search_fields = ["label", "action"]
    date_hierarchy = "at"
    show_full_result_count = False
    readonly_fields = ["at", "action", "by", "about_type", "about_id", "label", "details"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
