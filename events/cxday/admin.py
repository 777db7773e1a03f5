from django.contrib import admin
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from members.audit.kept import LastingAdmin

from .models import Campaign, Room


class RoomInline(TabularInline):
    model = Room
    extra = 0
    autocomplete_fields = ["event"]
    fields = ["event", "starts", "where", "state"]
    readonly_fields = ["starts", "where", "state"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event").order_by("event__starts_at")

    @admin.display(description=_("starts"))
    def starts(self, room):
        return room.event.when_in(room.event.zone)

    @admin.display(description=_("where"))
    def where(self, room):
        return room.event.where

    @admin.display(description=_("state"))
    def state(self, room):
        if room.event.is_cancelled:
            return _("cancelled")
        return _("published") if room.event.is_published else _("waits to be published")


@admin.register(Campaign)
class CampaignAdmin(LastingAdmin):
    list_display = ["year", "date", "theme", "room_count", "waiting_count", "published_at"]
    search_fields = ["theme", "year"]
    fields = ["year", "date", "theme", "sentence", "story", "published_at"]
    readonly_fields = ["published_at"]
    inlines = [RoomInline]
    actions = ["publish"]

    def get_queryset(self, request):
        waiting = Q(rooms__event__published_at=None, rooms__event__cancelled_at=None, rooms__isnull=False)
        rooms = Count("rooms", filter=Q(rooms__event__published_at__isnull=False))
        return super().get_queryset(request).annotate(room_count=rooms, waiting_count=Count("rooms", filter=waiting))

    @admin.display(description=_("rooms published"), ordering="room_count")
    def room_count(self, campaign):
        return campaign.room_count

    @admin.display(description=_("rooms that wait"), ordering="waiting_count")
    def waiting_count(self, campaign):
        return campaign.waiting_count

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        for campaign in queryset:
            campaign.publish(by=request.user)
