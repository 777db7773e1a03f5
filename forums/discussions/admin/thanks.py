from django.contrib import admin

from members.audit.kept import ReadAdmin

from ..models import Thanks


@admin.register(Thanks)
class ThanksAdmin(ReadAdmin):
    """Who thanked for what, for the day somebody asks."""

    list_display = ["person", "kind", "post", "at"]
    list_filter = ["kind"]
    list_select_related = ["person", "post__topic"]
    search_fields = ["person__name", "person__email"]
    ordering = ["-id"]
    fields = readonly_fields = ["person", "kind", "post", "at"]
