from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from .models import Mail, Notice, Stop


class ReadOnlyAdmin(ModelAdmin):
    """Staff look; the verbs change."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
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
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "headline", "person", "kind", "read_at"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["headline", "person__name"]
    date_hierarchy = "created_at"


@admin.register(Stop)
class StopAdmin(ReadOnlyAdmin):
    list_display = ["person", "kind", "stopped_at"]
    list_select_related = ["person"]
    list_filter = ["kind"]
    search_fields = ["person__name", "person__email"]
