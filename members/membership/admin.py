from functools import partial

from django import forms
from django.contrib import admin
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from members.audit.log import record
from members.billing.admin.decisions import ReasonForm, day_field, decide
from members.billing.admin.history import history_of

from .models import CannotBegin, Dues, Membership, Plan, Term, standing_of


@admin.register(Plan)
class PlanAdmin(ModelAdmin):
    """Changing a price changes no invoice that went out and no term that was bought."""

    list_display = ["name", "who_for", "costs", "months", "grace_days", "position", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    @display(description=_("price"), ordering="price")
    def costs(self, plan):
        return plan.price_in_words

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        now = {name: str(getattr(obj, name)) for name in form.changed_data}
        record("membership.plan_changed" if change else "membership.plan_made", obj, by=request.user, **now)


class GrantForm(ReasonForm):
    plan = forms.ModelChoiceField(label=_("Plan"), queryset=Plan.objects.all(), widget=UnfoldAdminSelectWidget)
    months = forms.IntegerField(
        label=_("Months"), min_value=1, max_value=1200, initial=12, widget=UnfoldAdminIntegerFieldWidget
    )
    starts_on = day_field(
        label=_("First day"),
        required=False,
        help_text=_("Empty: it goes on where the membership ends, or begins today."),
    )
    field_order = ["plan", "months", "starts_on", "reason"]


class EndForm(ReasonForm):
    on = day_field(label=_("Last day"))
    field_order = ["on", "reason"]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            *[("active", _("member")), ("grace", _("in grace")), ("lapsed", _("ended"))],
            ("awaiting", _("waits for a payment")),
        ]

    def queryset(self, request, queryset):
        if self.value() in ("active", "grace", "lapsed", "awaiting"):
            return getattr(queryset, self.value())()
        return queryset


class TermInline(TabularInline):
    model = Term
    fields = readonly_fields = [
        *("starts_on", "ends_on", "plan", "paid", "granted_by", "granted_reason", "ended_early_reason"),
        "withdrawn_at",
    ]
    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan", "granted_by")

    @display(description=_("price"))
    def paid(self, term):
        return "–" if term.is_granted else term.price_in_words


COLOURS = {"active": "success", "grace": "warning", "lapsed": "danger", "none": "info"}


@admin.register(Membership)
class MembershipAdmin(ModelAdmin):
    """Who belongs, and until when. Terms begin with a payment; staff grant them, or end them, with a reason."""

    list_display = ["person", "state", "plan_name", "begins_on", "ends_on"]
    list_select_related = ["person"]
    list_filter = [StateFilter, "person__country"]
    search_fields = ["person__name", "person__email"]
    show_full_result_count = False
    inlines = [TermInline]
    fields = readonly_fields = ["person", "standing", "created_at", "history"]
    actions_detail = ["granting", "ending"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_last_day()

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Of a membership that is there nothing is typed, so there is nothing to save."""
        nothing = {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        return super().changeform_view(
            request, object_id, form_url, (extra_context or {}) | (nothing if object_id else {})
        )

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["person"]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

    def has_delete_permission(self, request, obj=None):
        return False

    @display(description=_("state"), label=COLOURS)
    def state(self, membership):
        today = membership.today
        if membership.ends_on is None:
            return "none", _("not yet")
        if today <= membership.ends_on:
            return "active", _("member")
        if membership.grace_ends_on and today <= membership.grace_ends_on:
            return "grace", _("in grace")
        return "lapsed", _("ended")

    @display(description=_("state"))
    def standing(self, membership):
        """As the person reads it."""
        return standing_of(membership.person).sentence

    @display(description=_("plan"), ordering="plan_name")
    def plan_name(self, membership):
        return membership.plan_name

    @display(description=_("first day"), ordering="begins_on")
    def begins_on(self, membership):
        return membership.begins_on

    @display(description=_("last day"), ordering="ends_on")
    def ends_on(self, membership):
        return membership.ends_on

    @display(description=_("history"))
    def history(self, membership):
        return history_of(membership)

    @action(description=_("Grant a term"), url_path="grant", permissions=["change"], icon="redeem")
    def granting(self, request, object_id):
        membership = self._found(request, object_id)
        return decide(
            self,
            request,
            membership,
            form_class=GrantForm,
            title=_now("Grant %(who)s a term") % {"who": membership},
            sentence=_now(
                "Without payment. They are a member at once, and get the letter of welcome with your reason."
            ),
            button=_now("Grant it"),
            done=_now("%(who)s has the term.") % {"who": membership},
            verb=partial(membership.grant, by=request.user),
            refusals=[CannotBegin],
        )

    @action(description=_("End it early"), url_path="end", permissions=["change"], icon="event_busy")
    def ending(self, request, object_id):
        membership = self._found(request, object_id)
        return decide(
            self,
            request,
            membership,
            form_class=EndForm,
            initial={"on": timezone.localdate()},
            title=_now("End the membership of %(who)s") % {"who": membership},
            sentence=_now(
                "After the last day there is no grace, and terms paid ahead are withdrawn."
                " Money is given back from the invoice."
            ),
            button=_now("End it"),
            done=_now("The membership of %(who)s ends.") % {"who": membership},
            verb=partial(membership.end_early, by=request.user),
            refusals=[CannotBegin],
        )

    def _found(self, request, object_id):
        membership = self.get_object(request, object_id)
        if membership is None:
            raise Http404
        return membership


@admin.register(Dues)
class DuesAdmin(ModelAdmin):
    """What was asked for, and what came of it."""

    list_display = ["membership", "plan", "invoice", "asked_at", "settled_at", "let_go_at"]
    list_select_related = ["membership__person", "plan", "invoice"]
    list_filter = ["plan", "settled_at", "let_go_at"]
    search_fields = ["membership__person__name", "membership__person__email", "invoice__number"]
    date_hierarchy = "asked_at"
    show_full_result_count = False
    fields = readonly_fields = ["membership", "plan", "invoice", "months", "asked_at", "settled_at", "let_go_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
