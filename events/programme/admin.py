"""Events for staff: the queue of proposals, the programme, and the acts that more hangs on, each on its own page."""

from django.contrib import admin, messages
from django.db.models import Q, URLField
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin
from unfold.decorators import action

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
class EventAdmin(ModelAdmin):
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
        count = 0
        for event in queryset.filter(published_at=None, cancelled_at=None):
            event.publish(by=request.user)
            count += 1
        said = ngettext("%d event is in the programme now.", "%d events are in the programme now.", count) % count
        self.message_user(request, said, messages.SUCCESS if count else messages.WARNING)

    @action(description=_("Publish"), url_path="publication", permissions=["change"])
    def publish(self, request, object_id):
        return self._ask(
            request,
            object_id,
            label=_now("Publish"),
            sentence=_now("It stands in the programme at once, for everyone who may see it."),
            act=lambda event, said: event.publish(by=request.user),
            done=_now("It stands in the programme."),
        )

    @action(description=_("Move"), url_path="move", permissions=["change"])
    def move(self, request, object_id):
        return self._ask(
            request,
            object_id,
            label=_now("Move"),
            sentence=_now("Everyone with a place or on the waitlist hears of it, and their calendars change."),
            form_class=MoveForm,
            act=lambda event, said: event.move(*said["times"], by=request.user),
            done=_now("It has its new time, and who registered is told."),
        )

    @action(description=_("Change places"), url_path="capacity", permissions=["change"])
    def change_capacity(self, request, object_id):
        return self._ask(
            request,
            object_id,
            label=_now("Change places"),
            form_class=CapacityForm,
            act=lambda event, said: event.change_capacity(said["capacity"], by=request.user),
            done=_now("Noted. Whoever waited and fits in now has a place."),
        )

    @action(description=_("Cancel"), url_path="cancellation", permissions=["change"])
    def cancel(self, request, object_id):
        return self._ask(
            request,
            object_id,
            label=_now("Cancel the event"),
            sentence=_now("Everyone with a place or on the waitlist hears of it. This cannot be taken back."),
            form_class=CancelForm,
            act=lambda event, said: event.cancel(by=request.user, reason=said["reason"]),
            done=_now("It is cancelled, and who registered is told."),
            is_final=True,
        )

    def _ask(self, request, object_id, *, label, act, done, form_class=None, sentence="", is_final=False):
        """The page between: a GET shows what will happen and asks for what it needs, a POST acts."""
        event = self.get_object(request, object_id)
        if event is None:
            return redirect("admin:programme_event_changelist")
        back = reverse("admin:programme_event_change", args=[event.pk])
        form = form_class(request.POST or None, event=event) if form_class else None
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                act(event, form.cleaned_data if form else {})
                messages.success(request, done)
            except EventCancelled as why:
                messages.error(request, f"{why}")
            return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{label}: {event}",
            "event": event,
            "label": label,
            "sentence": sentence,
            "form": form,
            "back": back,
            "is_final": is_final,
            "opts": self.model._meta,
        }
        return TemplateResponse(request, "events/programme/admin/act.html", context)


def _is_column(name):
    """Whether the form's field is a column of Event that `change` may write."""
    return name in {field.name for field in Event._meta.concrete_fields}
