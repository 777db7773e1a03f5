from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from members.audit.kept import ReadAdmin

from .models import File


@admin.register(File)
class FileAdmin(ReadAdmin):
    """Staff look; rooms keep and discard. What is in a file is shown to those its room shows it to."""

    list_display = ["name", "purpose", "content_type", "how_large", "kept_by", "kept_at"]
    list_filter = ["purpose", "content_type"]
    list_select_related = ["kept_by"]
    search_fields = ["name", "sha256", "kept_by__name"]
    date_hierarchy = "kept_at"
    fields = ["name", "purpose", "content_type", "size", "width", "height", "sha256", "kept_by", "kept_at"]

    @admin.display(description=_("size"), ordering="size")
    def how_large(self, file):
        return filesizeformat(file.size)
