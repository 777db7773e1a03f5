from django.contrib import admin, messages
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.kept import ReadAdmin

from .models import Digest, DigestSchedule, Mail, Notice, Stop


@admin.register(Mail)
class MailAdmin(ReadAdmin):
    list_display = ["created_at", "subject", "kind", "address", "state", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["address", "subject", "key"]
    date_hierarchy = "created_at"
    actions = ["try_again"]

    @admin.action(description=_("Try again: failed, unknown and withheld letters"), permissions=["view"])
    def try_again(self, request, queryset):
        count = sum(mail.retry(by=request.user) for mail in queryset)
        said = ngettext("%d letter is waiting again.", "%d letters are waiting again.", count) % count
        self.message_user(request, said, messages.SUCCESS)


@admin.register(Notice)
class NoticeAdmin(ReadAdmin):
    list_display = ["created_at", "headline", "person", "kind", "read_at"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["headline", "person__name"]
    date_hierarchy = "created_at"


@admin.register(Stop)
class StopAdmin(ReadAdmin):
    list_display = ["person", "kind", "stopped_at"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["person__name", "person__email"]


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
        return ", ".join(digest.entries.order_by("pk").values_list("key", flat=True)) or "–"


@admin.register(DigestSchedule)
class DigestScheduleAdmin(ReadAdmin):
    list_display = ["person", "weekday", "hour", "time_zone", "due_at", "written_at"]
    list_select_related = ["person"]
    list_filter = ["weekday"]
    search_fields = ["person__name", "person__email"]
    ordering = ["due_at"]
