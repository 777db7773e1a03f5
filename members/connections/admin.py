from django.contrib import admin

from members.audit.kept import ReadAdmin

from .models import Block


@admin.register(Block)
class BlockAdmin(ReadAdmin):
    """To be read where somebody asks for help; only the person themselves puts and lifts a block."""

    list_display = ["person", "blocked", "at"]
    list_select_related = ["person", "blocked"]
    search_fields = ["person__name", "person__email", "blocked__name", "blocked__email"]
    date_hierarchy = "at"
    fields = readonly_fields = ["person", "blocked", "at"]
