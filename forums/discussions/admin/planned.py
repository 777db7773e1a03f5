from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from members.audit.kept import ReadAdmin

from ..models import Planned


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waiting", _("waits")), ("refused", _("could not be published")), ("published", _("published"))]

    def queryset(self, request, planned):
        asked = {
            "waiting": lambda: planned.waiting(),
            "refused": lambda: planned.filter(topic=None).exclude(refused=""),
            "published": lambda: planned.exclude(topic=None),
        }
        return asked[self.value()]() if self.value() in asked else planned


@admin.register(Planned)
class PlannedAdmin(ReadAdmin):
    """That a topic waits for its hour, for whoever asks where theirs went. Its text is its writer's until then."""

    list_display = ["title", "person", "board", "due_at", "state"]
    list_filter = [StateFilter, "board"]
    list_select_related = ["person", "board"]
    search_fields = ["person__name", "person__email", "title"]
    date_hierarchy = "due_at"
    ordering = ["-due_at", "-id"]
    fields = readonly_fields = ["title", "person", "board", "made_at", "due_at", "standing", "refused", "topic"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("fields")

    @display(description=_("state"), label={"waiting": "info", "refused": "danger", "published": "success"})
    def state(self, planned):
        if planned.topic_id:
            return "published", _("published")
        return ("refused", _("could not be published")) if planned.refused else ("waiting", _("waits"))

    @display(description=_("state"))
    def standing(self, planned):
        return self.state(planned)[1]
