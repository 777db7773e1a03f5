"""Credentials for staff: what each is, and the acts that change it, each with its reason on a page between."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.asking import AskingAdmin, Question, asks, reason_field
from members.audit.history import history_of
from members.audit.kept import KeptAdmin, KeptInline

from .models import TRANSITIONS, Credential, NotAllowed, State, StateChange, register_day


class HolderForm(Question):
    reason = reason_field(_("The holder reads it in their letter. It is never shown in public."), max_length=2000)


class RenameForm(HolderForm):
    name = forms.CharField(label=_("Name on the credential"), max_length=150, widget=UnfoldAdminTextInputWidget())
    field_order = ["name", "reason"]

    def suggested(self):
        return {"name": self.about.name}


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


class ChangeInline(KeptInline):
    model = StateChange
    fields = readonly_fields = ["at", "from_state", "to_state", "reason", "by"]
    verbose_name_plural = _("What happened to it")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


def leads_to(state, verb, label, done, **about):
    """An act that brings a credential into `state`, offered where a way leads there."""
    return asks(
        verb,
        form=HolderForm,
        label=label,
        done=done,
        when=lambda credential: state in TRANSITIONS[State(credential.state)],
        **about,
    )


@admin.register(Credential)
class CredentialAdmin(KeptAdmin, AskingAdmin):
    refusals = (NotAllowed,)
    list_display = ["number", "name", "person", "word", "awarded_on", "expires_on"]
    list_filter = [StandingFilter, "awarded_on", "framework"]
    list_select_related = ["person", "framework"]
    search_fields = ["number", "name", "person__name", "person__email"]
    date_hierarchy = "awarded_on"
    ordering = ["-awarded_at"]
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

    suspend = leads_to(
        State.SUSPENDED, Credential.suspend, _("Suspend"), _("Suspended. The register says so from now on.")
    )
    reinstate = leads_to(State.ACTIVE, Credential.reinstate, _("Give its validity back"), _("It is valid again."))
    revoke = leads_to(
        State.REVOKED,
        Credential.revoke,
        _("Withdraw for good"),
        _("Withdrawn. The register says so from now on."),
        is_final=True,
    )
    surrender = leads_to(State.SURRENDERED, Credential.surrender, _("Note that it was given back"), _("Noted."))
    rename = asks(
        Credential.rename, form=RenameForm, label=_("Rename"), done=_("Renamed. The old name stays in the record.")
    )

    @admin.display(description=_("standing"), ordering="state")
    def word(self, credential):
        return credential.standing().word

    @admin.display(description=_("what the register says"))
    def sentence(self, credential):
        return credential.standing().sentence

    @admin.display(description=_("record"))
    def history(self, credential):
        return history_of(credential)
