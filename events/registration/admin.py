from django.contrib import admin
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.asking import AskingAdmin
from members.audit.kept import KeptAdmin

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


@admin.register(Registration)
class RegistrationAdmin(KeptAdmin, AskingAdmin):
    list_display = ["person", "event", "starts", "state", "created_at", "attended_at", "attended_how"]
    list_filter = ["state", CameFilter, "attended_how", "event__kind"]
    list_select_related = ["person", "event"]
    search_fields = ["person__name", "person__email", "event__title", "event__city"]
    date_hierarchy = "created_at"
    ordering = ["-id"]
    fields = readonly_fields = [
        *("event", "person", "state", "created_at", "confirmed_at", "cancelled_at"),
        *("attended_at", "attended_how", "attended_by"),
    ]
    refusals = (NoPlace, NotOpen)
    actions = ["give_place", "take_back", "note_attendance", "withdraw_attendance"]

    @admin.display(description=_("event starts"), ordering="event__starts_at")
    def starts(self, registration):
        return registration.event.when_in(registration.event.zone)

    @admin.action(description=_("Give a place before the others"), permissions=["change"])
    def give_place(self, request, queryset):
        self._each(request, queryset.order_by("created_at", "id"), Registration.confirm)

    @admin.action(description=_("Cancel; the first who waits gets the place"), permissions=["change"])
    def take_back(self, request, queryset):
        self._each(request, queryset, Registration.cancel)

    @admin.action(description=_("Was there"), permissions=["change"])
    def note_attendance(self, request, queryset):
        self._each(request, queryset, _was_there)

    @admin.action(description=_("Was not there after all"), permissions=["change"])
    def withdraw_attendance(self, request, queryset):
        self._each(request, queryset, Registration.withdraw_attendance)

    def _each(self, request, queryset, verb):
        self.each(
            request,
            queryset.select_related("event", "person"),
            verb,
            lambda count: ngettext("%d registration changed.", "%d registrations changed.", count) % count,
        )


def _was_there(registration, *, by):
    if registration.event.is_upcoming:
        raise NotOpen(_now("Nobody can have been at what has not begun."))
    return registration.record_attendance(by=by)


@admin.register(Reminder)
class ReminderAdmin(KeptAdmin):
    list_display = ["decided_at", "registration", "state", "due_at", "start_version"]
    list_filter = ["state"]
    list_select_related = ["registration__person", "registration__event"]
    search_fields = ["registration__person__name", "registration__event__title"]
    date_hierarchy = "due_at"
    fields = readonly_fields = ["registration", "state", "due_at", "decided_at", "start_version"]


@admin.register(Feed)
class FeedAdmin(KeptAdmin):
    list_display = ["person", "version"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    fields = readonly_fields = ["person", "version"]
