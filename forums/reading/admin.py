from django.contrib import admin

from members.audit.kept import ReadAdmin

from .models import FeedToken, Reading, Watch


@admin.register(Reading)
class ReadingAdmin(ReadAdmin):
    """Who hears of what, for the day somebody asks why they got a letter. Topics in which somebody speaks without a
    name are left out: who reads them first and hears of every answer is too easily guessed."""

    list_display = ["person", "topic", "last_number", "level", "reason", "read_at"]
    list_filter = ["level", "reason"]
    list_select_related = ["person", "topic"]
    search_fields = ["person__name", "person__email", "topic__title"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(topic__has_nameless=True)


@admin.register(Watch)
class WatchAdmin(ReadAdmin):
    """The same for whole boards and tags."""

    list_display = ["person", "board", "tag", "level", "chosen_at"]
    list_filter = ["level"]
    list_select_related = ["person", "board", "tag"]
    search_fields = ["person__name", "person__email", "board__name", "tag__name"]


@admin.register(FeedToken)
class FeedTokenAdmin(ReadAdmin):
    """Who reads along in a feed reader, and since when; never the address."""

    list_display = ["person", "made_at", "used_at"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    fields = ["person", "made_at", "used_at"]
