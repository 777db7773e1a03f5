from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from .models import Competency, Framework, ProgramRules, Statement


class FixedAdmin(ModelAdmin):
    """What is written until it holds, and then stays as it is: applications and sittings point at it."""

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and self.is_fixed(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and bool(obj) and not self.is_fixed(obj)


@admin.register(ProgramRules)
class ProgramRulesAdmin(FixedAdmin):
    """New rules are a new row with a date to come; those in force, or once in force, never change."""

    list_display = ["effective_from", "note", "fee_member", "fee_other", "currency", "credits_needed", "cycle_months"]
    search_fields = ["note"]
    show_full_result_count = False
    fieldsets = [
        (None, {"fields": ["effective_from", "note"]}),
        (
            _("What it costs, in the smallest unit of the currency (49500 is US$495.00)"),
            {
                "fields": [
                    "currency",
                    ("fee_member", "fee_other"),
                    "ineligible_withheld",
                    ("renewal_fee_member", "renewal_fee_other"),
                ]
            },
        ),
        (_("Who may apply"), {"fields": [("degree_months", "school_months"), "reapply_after_revoked_days"]}),
        (
            _("The application"),
            {
                "fields": [
                    ("draft_idle_days", "changes_days"),
                    ("revision_rounds", "reviews_needed"),
                    ("review_promise_days", "decision_promise_days"),
                    "appeal_days",
                ]
            },
        ),
        (
            _("The exam"),
            {
                "fields": [
                    ("rights_months", "exam_questions"),
                    ("exam_minutes", "pass_mark"),
                    ("retake_wait_days", "attempts_most"),
                ]
            },
        ),
        (
            _("The credential"),
            {
                "fields": [
                    ("cycle_months", "renewal_opens_days"),
                    ("credits_needed", "credits_real_time", "credits_other_most"),
                ]
            },
        ),
    ]

    def get_changeform_initial_data(self, request):
        """A new set begins as a copy of the one in force: most of it stays."""
        now = ProgramRules.objects.order_by("-effective_from").first()
        copied = {} if now is None else {field.name: getattr(now, field.name) for field in now._meta.fields}
        for name in ["id", "effective_from", "note"]:
            copied.pop(name, None)
        return copied | super().get_changeform_initial_data(request)

    def is_fixed(self, obj):
        return obj.has_begun

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if "effective_from" in form.base_fields:
            form.base_fields["effective_from"].help_text = _(
                "From this day on these numbers hold, and cannot be changed any more. Drafts follow the rules of the "
                "day; what was sent keeps those it was sent under."
            )
        return form


class CompetencyInline(StackedInline):
    model = Competency
    extra = 0
    show_change_link = True


@admin.register(Framework)
class FrameworkAdmin(FixedAdmin):
    """An edition is written, published, and then stays as it is: applications and sittings point at it."""

    list_display = ["name", "edition", "effective_on", "published_at"]
    list_filter = ["published_at"]
    search_fields = ["name", "edition"]
    inlines = [CompetencyInline]

    def is_fixed(self, obj):
        return obj.published_at


class StatementInline(TabularInline):
    model = Statement
    extra = 0


@admin.register(Competency)
class CompetencyAdmin(FixedAdmin):
    list_display = ["name", "framework", "number", "weight", "subject"]
    list_filter = ["framework"]
    list_select_related = ["framework", "subject"]
    search_fields = ["name", "definition"]
    inlines = [StatementInline]

    def is_fixed(self, obj):
        return obj.framework.published_at
