from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.audit.kept import ReadAdmin

from ..models import Acceptance, FollowUp, Outcome


@admin.register(Acceptance)
class AcceptanceAdmin(ReadAdmin):
    """Which answers helped, who said so, and what came of them."""

    list_display = ["topic", "number", "author", "by", "at", "came"]
    list_select_related = ["topic", "post__topic", "post__author", "by"]
    search_fields = ["topic__title", "post__author__name", "post__author__email"]
    date_hierarchy = "at"
    ordering = ["-id"]
    fields = readonly_fields = ["topic", "post", "by", "at"]

    @display(description=_("post"), ordering="post__number")
    def number(self, acceptance):
        return acceptance.post.number

    @display(description=_("answered by"))
    def author(self, acceptance):
        return acceptance.post.voice

    @display(description=_("what came of it"))
    def came(self, acceptance):
        told = acceptance.post.outcomes
        return ", ".join(f"{label}: {told[kind]}" for kind, label in Outcome.KINDS if told.get(kind)) or "–"


@admin.register(Outcome)
class OutcomeAdmin(ReadAdmin):
    """What people told, for the day somebody asks."""

    list_display = ["post", "kind", "person", "is_asker", "words", "at"]
    list_filter = ["kind", "is_asker"]
    list_select_related = ["post__topic", "person"]
    search_fields = ["post__topic__title", "person__name", "person__email", "words"]
    date_hierarchy = "at"
    ordering = ["-id"]
    fields = readonly_fields = ["post", "kind", "person", "is_asker", "words", "at"]


@admin.register(FollowUp)
class FollowUpAdmin(ReadAdmin):
    """Who is asked when; to whom the letter goes stands with the mail."""

    list_display = ["question", "days", "due_at", "state"]
    list_filter = ["days", ("asked_at", admin.EmptyFieldListFilter), ("passed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["acceptance__topic", "acceptance__post__topic"]
    search_fields = ["acceptance__topic__title"]
    date_hierarchy = "due_at"
    ordering = ["-id"]
    fields = readonly_fields = ["acceptance", "days", "due_at", "asked_at", "passed_at"]

    @display(description=_("question"))
    def question(self, follow_up):
        return follow_up.acceptance.topic

    @display(description=_("state"), label={"asked": "success", "passed": "info", "waits": "warning"})
    def state(self, follow_up):
        if follow_up.asked_at:
            return "asked", _("asked")
        return ("passed", _("not asked")) if follow_up.passed_at else ("waits", _("waits"))
