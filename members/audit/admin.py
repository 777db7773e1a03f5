from django.contrib import admin

from .kept import ReadAdmin
from .models import Entry


@admin.register(Entry)
class EntryAdmin(ReadAdmin):
    """Staff read the record; nobody changes it."""

    list_display = ["at", "action", "label", "by"]
    list_filter = ["action"]
    list_select_related = ["by"]
    search_fields = ["label", "action"]
    date_hierarchy = "at"
    readonly_fields = ["at", "action", "by", "about_type", "about_id", "label", "details"]
