import re

from django.contrib import admin, messages
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.kept import ReadAdmin

from .models import Digest, DigestSchedule, Mail, Notice, Stop

NUMBERS = re.compile(r":\d+")


@admin.register(Mail)
class MailAdmin(ReadAdmin):
    """The outbox. Of a private letter only the trouble is shown, and to which address: what it is about could tell who
    wrote something without a name."""

    list_display = ["created_at", "shown_subject", "shown_kind", "address", "state", "attempts", "sent_at"]
    list_filter = ["state", "kind"]
    search_fields = ["address", "subject", "key"]
    date_hierarchy = "created_at"
    actions = ["try_again"]
    of_private = ["address", "state", "reason", "attempts", "created_at", "due_at", "claimed_at"]

    def get_queryset(self, request):
        trouble = Q(state__in=[Mail.RETRYING, Mail.UNKNOWN, Mail.FAILED])
        return super().get_queryset(request).filter(Q(is_private=False) | trouble)

    def get_search_results(self, request, queryset, search_term):
        found, doubled = super().get_search_results(request, queryset, search_term)
        if search_term:
            found = found.filter(Q(is_private=False) | Q(address__icontains=search_term.strip()))
        return found, doubled

    def get_fields(self, request, obj=None):
        return self.of_private if obj and obj.is_private else super().get_fields(request, obj)

    @admin.display(description=_("subject"), ordering="subject")
    def shown_subject(self, mail):
        return _("A private letter") if mail.is_private else mail.subject

    @admin.display(description=_("kind"), ordering="kind")
    def shown_kind(self, mail):
        return "–" if mail.is_private else mail.kind

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

    def get_queryset(self, request):
        return super().get_queryset(request).filter(is_private=False)


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
        # Without numbers: which topics are in a digest could tell who began one without a name.
        keys = digest.entries.order_by("pk").values_list("key", flat=True)
        return ", ".join(NUMBERS.sub("", key) for key in keys) or "–"


@admin.register(DigestSchedule)
class DigestScheduleAdmin(ReadAdmin):
    list_display = ["person", "weekday", "hour", "time_zone", "due_at", "written_at"]
    list_select_related = ["person"]
    list_filter = ["weekday"]
    search_fields = ["person__name", "person__email"]
    ordering = ["due_at"]
