from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from members.audit.kept import ReadAdmin

from ..models import Incoming


@admin.register(Incoming)
class IncomingAdmin(ReadAdmin):
    """What came in, and what became of it. What it says and where it went is its writer's: staff see neither."""

    list_display = ["received_at", "sender", "shown_state", "reason", "thing", "source", "settled_at"]
    list_filter = ["state", "thing", "source"]
    search_fields = ["sender"]
    date_hierarchy = "received_at"
    actions = ["try_again", "let_through"]
    fields = [
        *("received_at", "sender", "state", "reason", "thing", "source", "size", "attempts", "settled_at"),
        "is_let_through",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("raw", "subject")

    @display(
        description=_("state"),
        ordering="state",
        label={"taken": "success", "refused": "warning", "failed": "danger", "waiting": "info"},
    )
    def shown_state(self, incoming):
        return incoming.state, incoming.get_state_display()

    @admin.action(description=_("Try again: work through it once more"), permissions=["view"])
    def try_again(self, request, queryset):
        self._say(request, sum(row.try_again(by=request.user) for row in queryset))

    @admin.action(description=_("Let through: a person wrote it, and no machine"), permissions=["view"])
    def let_through(self, request, queryset):
        self._say(request, sum(row.let_through(by=request.user) for row in queryset))

    def _say(self, request, count):
        said = ngettext("%d mail is waiting again.", "%d mails are waiting again.", count) % count
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)
