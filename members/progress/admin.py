from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.audit.kept import ReadAdmin

from .drafts import all_kinds
from .models import Draft


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return [(kind.name, kind.label) for kind in all_kinds()]

    def queryset(self, request, drafts):
        return drafts.filter(key__startswith=f"{self.value()}:") if self.value() else drafts


@admin.register(Draft)
class DraftAdmin(ReadAdmin):
    """That there is a draft, for whoever asks where theirs went. The words are their writer's alone, and so is what it
    is about; what was sent is not here: its moment would tell who wrote something without a name."""

    list_display = ["saved_at", "person", "kind_label", "version", "begun_at", "ended_at"]
    list_select_related = ["person"]
    list_filter = [KindFilter, ("ended_at", admin.EmptyFieldListFilter)]
    search_fields = ["person__name", "person__email"]
    date_hierarchy = "saved_at"
    ordering = ["-saved_at", "-id"]
    fields = readonly_fields = ["person", "kind_label", "version", "begun_at", "saved_at", "ended_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(ended_at__isnull=False, fields={}).defer("fields")

    @admin.display(description=_("kind"))
    def kind_label(self, draft):
        return draft.label
