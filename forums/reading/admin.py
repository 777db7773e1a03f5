from django.contrib import admin

from members.audit.kept import ReadAdmin

from .models import Reading, Watch


@admin.register(Reading)
class ReadingAdmin(ReadAdmin):
    """Who hears of what, for the day somebody asks why they got a letter."""

    list_display = ["person", "topic", "last_number", "level", "reason", "read_at"]
    list_filter = ["level", "reason"]
    list_select_related = ["person", "topic"]
    search_fields = ["person__name", "person__email", "topic__title"]


@admin.register(Watch)
class WatchAdmin(ReadAdmin):
    """The same for whole boards and tags."""

    list_display = ["person", "board", "tag", "level", "chosen_at"]
    list_filter = ["level"]
    list_select_related = ["person", "board", "tag"]
    search_fields = ["person__name", "person__email", "board__name", "tag__name"]
