from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from members.audit.asking import AskingAdmin, ReasonForm, asks, day_field
from members.audit.history import history_of
from members.audit.kept import KeptInline, LastingAdmin, ReadAdmin
from members.audit.log import record

from .models import CannotBegin, Dues, Membership, Plan, Term, standing_of


@admin.register(Plan)
class PlanAdmin(LastingAdmin):
    """Changing a price changes no invoice that went out and no term that was bought."""

    list_display = ["name", "who_for", "costs", "months", "grace_days", "position", "is_open"]
    list_filter = ["is_open"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    @display(description=_("price"), ordering="price")
    def costs(self, plan):
        return plan.price_in_words

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

    def suggested(self):
        return {"on": timezone.localdate()}


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


class TermInline(KeptInline):
    model = Term
    fields = readonly_fields = [
        *("starts_on", "ends_on", "plan", "paid", "granted_by", "granted_reason", "ended_early_reason"),
        "withdrawn_at",
    ]
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("plan", "granted_by")

    @display(description=_("price"))
    def paid(self, term):
        return "–" if term.is_granted else term.price_in_words


COLOURS = {"active": "success", "grace": "warning", "lapsed": "danger", "none": "info"}


@admin.register(Membership)
class MembershipAdmin(LastingAdmin, AskingAdmin):
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
    refusals = (CannotBegin,)

    granting = asks(
        Membership.grant,
        form=GrantForm,
        label=_("Grant a term"),
        sentence=_("Without payment. They are a member at once, and get the letter of welcome with your reason."),
        done=lambda membership: _("%(who)s has the term.") % {"who": membership},
        url_path="grant",
        icon="redeem",
    )
    ending = asks(
        Membership.end_early,
        form=EndForm,
        label=_("End it early"),
        sentence=_(
            "After the last day there is no grace, and terms paid ahead are withdrawn."
            " Money is given back from the invoice."
        ),
        done=lambda membership: _("The membership of %(who)s ends.") % {"who": membership},
        url_path="end",
        icon="event_busy",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_last_day()

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["person"]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields if obj else []

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


@admin.register(Dues)
class DuesAdmin(ReadAdmin):
    """What was asked for, and what came of it."""

    list_display = ["membership", "plan", "invoice", "asked_at", "settled_at", "let_go_at"]
    list_select_related = ["membership__person", "plan", "invoice"]
    list_filter = ["plan", "settled_at", "let_go_at"]
    search_fields = ["membership__person__name", "membership__person__email", "invoice__number"]
    date_hierarchy = "asked_at"
    fields = readonly_fields = ["membership", "plan", "invoice", "months", "asked_at", "settled_at", "let_go_at"]
