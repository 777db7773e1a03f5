from django.contrib import admin, messages
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from .models import Feed, NoPlace, NotOpen, Registration, Reminder


class CameFilter(admin.SimpleListFilter):
    title = _("attendance")
    parameter_name = "came"

    def lookups(self, request, model_admin):
        return [("yes", _("was there")), ("no", _("was not there"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(attended_at__isnull=self.value() == "no")


class LedgerAdmin(ModelAdmin):
    """Verbs write these; staff look, and act through the verbs."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Registration)
class RegistrationAdmin(LedgerAdmin):
    list_display = ["person", "event", "starts", "state", "created_at", "attended_at", "attended_how"]
    list_filter = ["state", CameFilter, "attended_how", "event__kind"]
    list_select_related = ["person", "event"]
    search_fields = ["person__name", "person__email", "event__title", "event__city"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = [
        *("event", "person", "state", "created_at", "confirmed_at", "cancelled_at"),
        *("attended_at", "attended_how", "attended_by"),
    ]
    readonly_fields = fields
    actions = ["give_place", "take_back", "note_attendance", "withdraw_attendance"]

    @admin.display(description=_("event starts"), ordering="event__starts_at")
    def starts(self, registration):
        return registration.event.when_in(registration.event.zone)

    @admin.action(description=_("Give a place before the others"), permissions=["change"])
    def give_place(self, request, queryset):
        done = 0
        for registration in queryset.select_related("event", "person").order_by("created_at", "id"):
            try:
                done += registration.confirm(by=request.user)
            except (NoPlace, NotOpen) as why:
                self.message_user(request, f"{registration}: {why}", messages.WARNING)
        self._say(request, done)

    @admin.action(description=_("Cancel; the first who waits gets the place"), permissions=["change"])
    def take_back(self, request, queryset):
        done = sum(each.cancel(by=request.user) for each in queryset.select_related("event", "person"))
        self._say(request, done)

    @admin.action(description=_("Was there"), permissions=["change"])
    def note_attendance(self, request, queryset):
        started = [each for each in queryset.select_related("event", "person") if not each.event.is_upcoming]
        if len(started) < queryset.count():
            said = _now("Nobody can have been at what has not begun: these were left as they are.")
            self.message_user(request, said, messages.WARNING)
        self._say(request, sum(each.record_attendance(by=request.user) for each in started))

    @admin.action(description=_("Was not there after all"), permissions=["change"])
    def withdraw_attendance(self, request, queryset):
        people = queryset.select_related("event", "person")
        self._say(request, sum(each.withdraw_attendance(by=request.user) for each in people))

    def _say(self, request, count):
        said = ngettext("%d registration changed.", "%d registrations changed.", count) % count
        self.message_user(request, said, messages.SUCCESS if count else messages.INFO)


@admin.register(Reminder)
class ReminderAdmin(LedgerAdmin):
    list_display = ["decided_at", "registration", "state", "due_at", "start_version"]
    list_filter = ["state"]
    list_select_related = ["registration__person", "registration__event"]
    search_fields = ["registration__person__name", "registration__event__title"]
    date_hierarchy = "due_at"
    fields = readonly_fields = ["registration", "state", "due_at", "decided_at", "start_version"]


@admin.register(Feed)
class FeedAdmin(LedgerAdmin):
    list_display = ["person", "version"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    fields = readonly_fields = ["person", "version"]
