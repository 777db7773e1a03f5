from django.contrib import admin
from unfold.admin import ModelAdmin

from .models import Reading


@admin.register(Reading)
class ReadingAdmin(ModelAdmin):
    """Who watches what, for the day somebody asks why they got a letter."""

    list_display = ["person", "topic", "last_number", "level", "reason", "read_at"]
    list_filter = ["level", "reason"]
    list_select_related = ["person", "topic"]
    search_fields = ["person__name", "person__email", "topic__title"]
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
