import re

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.audit.kept import ReadAdmin

from . import outbox_admin  # noqa: F401  registers the outbox
from .incoming import admin as incoming_admin  # noqa: F401  registers what came in
from .models import Choice, Digest, DigestSchedule, Less, Notice, QuietHours

NUMBERS = re.compile(r":\d+")


@admin.register(Notice)
class NoticeAdmin(ReadAdmin):
    list_display = ["created_at", "headline", "person", "kind", "read_at"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["headline", "person__name"]
    date_hierarchy = "created_at"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_private=False)


@admin.register(Choice)
class ChoiceAdmin(ReadAdmin):
    list_display = ["person", "kind", "channel", "chosen_at"]
    list_select_related = ["person"]
    list_filter = ["channel", "kind"]
    search_fields = ["person__name", "person__email"]
    ordering = ["-chosen_at", "-pk"]


@admin.register(QuietHours)
class QuietHoursAdmin(ReadAdmin):
    list_display = ["person", "starts", "ends", "weekends"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    ordering = ["person"]


class LeftOutFilter(admin.SimpleListFilter):
    title = _("left out")
    parameter_name = "left_out"

    def lookups(self, request, model_admin):
        return [("some", _("A section failed")), ("none", _("Nothing"))]

    def queryset(self, request, digests):
        whole = Q(left_out=[])
        return {"some": digests.exclude(whole), "none": digests.filter(whole)}.get(self.value(), digests)


@admin.register(Digest)
class DigestAdmin(ReadAdmin):
    """What was told to whom, and which rooms could not say their news."""

    list_display = ["written_at", "headline", "person", "item_count", "missing"]
    list_select_related = ["person"]
    list_filter = [LeftOutFilter]
    search_fields = ["person__name", "person__email", "headline"]
    date_hierarchy = "written_at"
    fields = ["person", "due_on", "written_at", "headline", "item_count", "missing", "told"]
    readonly_fields = ["missing", "told"]

    @admin.display(description=_("left out"))
    def missing(self, digest):
        return ", ".join(digest.left_out) or "–"

    @admin.display(description=_("told"))
    def told(self, digest):
        # Without numbers: which topics are in a digest could tell who began one without a name.
        keys = digest.entries.order_by("pk").values_list("key", flat=True)
        return ", ".join(NUMBERS.sub("", key) for key in keys) or "–"


@admin.register(DigestSchedule)
class DigestScheduleAdmin(ReadAdmin):
    list_display = ["person", "round", "hour", "minutes", "time_zone", "due_at", "written_at", "in_silence", "asked_at"]
    list_select_related = ["person"]
    list_filter = ["round", "minutes", ("asked_at", admin.EmptyFieldListFilter)]
    search_fields = ["person__name", "person__email"]
    ordering = ["due_at"]


@admin.register(Less)
class LessAdmin(ReadAdmin):
    """What people asked to hear less of: where many do, a room tells too much."""

    list_display = ["label", "code", "person", "at"]
    list_select_related = ["person"]
    search_fields = ["label", "code", "person__name", "person__email"]
    date_hierarchy = "at"
