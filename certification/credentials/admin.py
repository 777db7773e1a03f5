"""Credentials for staff: what each is, and the acts that change it, each with its reason on a page between."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.models import Entry

from .asking import AskingAdmin, ReasonForm, act_with_reason
from .models import TRANSITIONS, Credential, NotAllowed, State, StateChange, register_day


class RenameForm(ReasonForm):
    name = forms.CharField(label=_("Name on the credential"), max_length=150, widget=UnfoldAdminTextInputWidget())
    field_order = ["name", "reason"]


class StandingFilter(admin.SimpleListFilter):
    title = _("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("certified", _("certified")), ("ended", _("term ended")), *State.choices[1:]]

    def queryset(self, request, queryset):
        today = register_day()
        if self.value() == "certified":
            return queryset.valid(today)
        if self.value() == "ended":
            return queryset.filter(state=State.ACTIVE, expires_on__lt=today)
        return queryset.filter(state=self.value()) if self.value() in State.values else queryset


class ChangeInline(TabularInline):
    model = StateChange
    fields = readonly_fields = ["at", "from_state", "to_state", "reason", "by"]
    extra = 0
    can_delete = False
    verbose_name_plural = _("What happened to it")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


LEADS_TO = {
    "suspend": State.SUSPENDED,
    "reinstate": State.ACTIVE,
    "revoke": State.REVOKED,
    "surrender": State.SURRENDERED,
}


@admin.register(Credential)
class CredentialAdmin(AskingAdmin):
    refusals = (NotAllowed,)
    list_display = ["number", "name", "person", "word", "awarded_on", "expires_on"]
    list_filter = [StandingFilter, "awarded_on", "framework"]
    list_select_related = ["person", "framework"]
    search_fields = ["number", "name", "person__name", "person__email"]
    date_hierarchy = "awarded_on"
    ordering = ["-awarded_at"]
    show_full_result_count = False
    fields = readonly_fields = [
        "number",
        "name",
        "person",
        "sentence",
        "framework",
        "sitting",
        "awarded_on",
        "awarded_by",
        "cycle_starts_on",
        "expires_on",
        "state",
        "state_since",
        "history",
    ]
    inlines = [ChangeInline]
    actions_detail = ["rename", "suspend", "reinstate", "revoke", "surrender"]

    suspend = act_with_reason("suspend", _("Suspend"), _("Suspended. The register says so from now on."))
    reinstate = act_with_reason("reinstate", _("Give its validity back"), _("It is valid again."))
    revoke = act_with_reason("revoke", _("Withdraw for good"), _("Withdrawn. The register says so from now on."))
    surrender = act_with_reason("surrender", _("Note that it was given back"), _("Noted."))

    @action(description=_("Rename"), url_path="rename", permissions=["change"])
    def rename(self, request, object_id):
        return self.ask(
            request,
            object_id,
            label=_("Rename"),
            done=_("Renamed. The old name stays in the record."),
            act=lambda credential, said: credential.rename(said.pop("name"), **said),
            form_class=RenameForm,
        )

    def get_actions_detail(self, request, object_id):
        """Only the ways that are open from the state it is in."""
        credential = self.get_object(request, object_id)
        open_ways = TRANSITIONS[State(credential.state)] if credential else ()
        return [
            each
            for each in super().get_actions_detail(request, object_id)
            if LEADS_TO.get(each.path.strip("/").split("/")[-1]) in {None, *open_ways}
        ]

    @admin.display(description=_("standing"), ordering="state")
    def word(self, credential):
        return credential.standing().word

    @admin.display(description=_("what the register says"))
    def sentence(self, credential):
        return credential.standing().sentence

    @admin.display(description=_("record"))
    def history(self, credential):
        entries = (
            Entry.objects.filter(about_type__app_label="credentials", about_type__model="credential")
            .filter(about_id=credential.pk)
            .select_related("by")
        )
        lines = ((f"{entry.at:%Y-%m-%d %H:%M}", entry.action, entry.by or _now("the portal")) for entry in entries)
        return format_html_join(mark_safe("<br>"), "{} · {} · {}", lines)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
