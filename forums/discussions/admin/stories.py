from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.audit.kept import ReadAdmin

from ..models import Story


@admin.register(Story)
class StoryAdmin(ReadAdmin):
    """What the field learned, with how many met the same. The topic itself is hidden or closed on its own page."""

    list_display = ["topic", "kind", "board", "author", "hit_too_count", "told_at"]
    list_filter = ["topic__kind"]
    list_select_related = ["topic__board", "topic__author"]
    search_fields = ["topic__title", "topic__author__name"]
    date_hierarchy = "topic__created_at"
    ordering = ["-topic__created_at", "-topic"]
    fields = readonly_fields = [
        *("topic", "kind", "board", "author", "told_at", "hit_too_count"),
        *("context", "tried", "expected", "happened", "signs_missed", "would_do_now"),
    ]

    @display(description=_("kind"), ordering="topic__kind")
    def kind(self, story):
        return story.topic.get_kind_display()

    @display(description=_("board"), ordering="topic__board__name")
    def board(self, story):
        return story.topic.board

    @display(description=_("told by"), ordering="topic__author__name")
    def author(self, story):
        return story.topic.voice

    @display(description=_("told"), ordering="topic__created_at")
    def told_at(self, story):
        return story.topic.created_at
