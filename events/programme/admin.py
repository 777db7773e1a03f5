"""Events for staff: the queue of proposals, the programme, and the acts that more hangs on, each on its own page."""

from django.contrib import admin, messages
from django.db.models import Q, URLField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.asking import AskingAdmin, asks
from members.audit.log import record
from members.files.models import File

from .models import Event, EventCancelled
from .pictures import PICTURE
from .staff_forms import CancelForm, CapacityForm, EventForm, MoveForm, NewEventForm


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("proposed", _("waits for us")),
            ("coming", _("in the programme")),
            ("past", _("over")),
            ("draft", _("drafts")),
            ("cancelled", _("cancelled")),
        ]

    def queryset(self, request, queryset):
        asked = {
            "proposed": queryset.proposed,
            "coming": lambda: queryset.published().going_ahead().upcoming(),
            "past": lambda: queryset.published().past(),
            "draft": lambda: queryset.filter(published_at=None, proposed_at=None, cancelled_at=None),
            "cancelled": lambda: queryset.exclude(cancelled_at=None),
        }
        return asked[self.value()]() if self.value() in asked else queryset


class OriginFilter(admin.SimpleListFilter):
    title = _("where people register")
    parameter_name = "registers"

    def lookups(self, request, model_admin):
        return [("here", _("here")), ("elsewhere", _("at the organiser's"))]

    def queryset(self, request, queryset):
        asked = {"here": Q(external_url=""), "elsewhere": ~Q(external_url="")}
        return queryset.filter(asked[self.value()]) if self.value() in asked else queryset


CONTENT = ["title", "summary", "description", "kind", "language", "subjects", "picture", "upload"]
PLACE = ["time_zone", "is_all_day", "venue", "address", "city", "country", "latitude", "longitude", "access"]
PEOPLE = ["host", "host_name", "audience", "group", "open_to", "credit_minutes", "online_url", "external_url"]
KEPT = ["proposed_at", "published_at", "published_by", "cancelled_at", "cancelled_by", "cancelled_reason"]


@admin.register(Event)
class EventAdmin(AskingAdmin):
    list_display = ["title", "when", "place", "state", "capacity", "host"]
    list_filter = [StateFilter, OriginFilter, "kind", "language", "audience"]
    list_select_related = ["host"]
    search_fields = ["title", "city", "host__name", "host_name", "venue"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "-id"]
    show_full_result_count = False
    autocomplete_fields = ["host", "subjects"]
    raw_id_fields = ["picture"]
    actions = ["publish_all"]
    actions_detail = ["publish", "move", "change_capacity", "cancel"]
    refusals = (EventCancelled,)

    publish = asks(
        Event.publish,
        label=_("Publish"),
        sentence=_("It stands in the programme at once, for everyone who may see it."),
        done=_("It stands in the programme."),
        when=lambda event: not event.is_published and not event.is_cancelled,
        url_path="publication",
    )
    move = asks(
        Event.move,
        form=MoveForm,
        label=_("Move"),
        sentence=_("Everyone with a place or on the waitlist hears of it, and their calendars change."),
        done=_("It has its new time, and who registered is told."),
        when=lambda event: not event.is_cancelled,
    )
    change_capacity = asks(
        Event.change_capacity,
        form=CapacityForm,
        label=_("Change places"),
        done=_("Noted. Whoever waited and fits in now has a place."),
        when=lambda event: not event.is_cancelled,
        url_path="capacity",
    )
    cancel = asks(
        Event.cancel,
        form=CancelForm,
        label=_("Cancel the event"),
        sentence=_("Everyone with a place or on the waitlist hears of it. This cannot be taken back."),
        done=_("It is cancelled, and who registered is told."),
        when=lambda event: not event.is_cancelled,
        url_path="cancellation",
        is_final=True,
    )

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, form=EventForm if obj else NewEventForm, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_fieldsets(self, request, obj=None):
        times = ["when", "capacity"] if obj else ["starts", "ends", "capacity"]
        sets = [
            (None, {"fields": CONTENT}),
            (_("When and where"), {"fields": [*times, *PLACE]}),
            (_("Who holds it, who may come"), {"fields": PEOPLE}),
        ]
        return [*sets, (_("What happened to it"), {"fields": KEPT})] if obj else sets

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return []
        fixed = ["when", "capacity", "time_zone", "is_all_day", *KEPT]
        return fixed if not obj.is_cancelled else [*fixed, *CONTENT[:-1], *PLACE, *PEOPLE]

    def has_delete_permission(self, request, obj=None):
        """Only what nobody has ever seen; what was published is cancelled, so that people hear of it."""
        return super().has_delete_permission(request, obj) and (obj is None or not obj.is_published)

    def get_actions(self, request):
        return {name: about for name, about in super().get_actions(request).items() if name != "delete_selected"}

    def save_model(self, request, obj, form, change):
        """New ones are written, others changed by their verb, so that calendars and people hear of it."""
        fields = {name: form.cleaned_data[name] for name in form.changed_data if _is_column(name)}
        if upload := form.cleaned_data.get("upload"):
            fields["picture"] = File.keep(upload, purpose=PICTURE, by=request.user)
        if not change:
            obj.picture = fields.get("picture")
            obj.render()
            obj.save(force_insert=True)
            record("programme.entered", obj, by=request.user)
            return
        try:
            Event.objects.get(pk=obj.pk).change(by=request.user, **fields)
        except EventCancelled as why:
            messages.error(request, f"{why}")

    @admin.display(description=_("when"), ordering="starts_at")
    def when(self, event):
        return f"{event.when_in(event.zone)}, {event.zone_place}"

    @admin.display(description=_("where"), ordering="city")
    def place(self, event):
        return event.where

    @admin.display(description=_("state"))
    def state(self, event):
        if event.is_cancelled:
            return _("cancelled")
        if event.is_proposed:
            return _("waits since %(day)s") % {"day": f"{timezone.localdate(event.proposed_at):%-d %b}"}
        if not event.is_published:
            return _("draft")
        return _("over") if event.is_past else _("in the programme")

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish_all(self, request, queryset):
        self.each(
            request,
            queryset.filter(published_at=None, cancelled_at=None),
            Event.publish,
            lambda count: (
                ngettext("%d event is in the programme now.", "%d events are in the programme now.", count) % count
            ),
        )


def _is_column(name):
    """Whether the form's field is a column of Event that `change` may write."""
    return name in {field.name for field in Event._meta.concrete_fields}
