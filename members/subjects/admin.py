from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from .models import TREE_ORDER, Subject


class LevelFilter(admin.SimpleListFilter):
    title = _("level")
    parameter_name = "level"

    def lookups(self, request, model_admin):
        return [("competency", _("competencies")), ("subject", _("subjects under them"))]

    def queryset(self, request, queryset):
        return queryset.filter(parent__isnull=self.value() == "competency") if self.value() else queryset


@admin.register(Subject)
class SubjectAdmin(ModelAdmin):
    """The tree: each competency with its subjects beneath it."""

    list_display = ["indented", "description", "position"]
    list_display_links = ["indented"]
    list_editable = ["position"]
    list_filter = [LevelFilter]
    list_select_related = ["parent"]
    search_fields = ["name", "description"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "parent", "description", "position"]

    def get_ordering(self, request):
        return TREE_ORDER

    @admin.display(description=_("subject"))
    def indented(self, subject):
        return subject.name if subject.is_competency else format_html("&emsp;&emsp;{}", subject.name)
