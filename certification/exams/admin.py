"""Staff arrange sittings and record results. Every change goes through a verb; nothing is edited in place."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from .admin_forms import CallOffForm, ExtendForm, ResultForm, ScheduleForm, VoidForm
from .models import Authorization, DateWish, NotNow, Sitting
from .states import State


class ByVerbs(ModelAdmin):
    """Staff look; the verbs change, each on a page of its own."""

    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.model._meta.fields]

    def act(self, request, pk, form_class, title, say, verb):
        """One verb on one row: a page with its form, then back to the row with what was done."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, row):
            return redirect("admin:index")
        form = form_class(request.POST or None, row=row)
        if request.method == "POST" and form.is_valid():
            try:
                made = verb(row, request.user, form.cleaned_data) or row
            except (NotNow, ValueError) as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, say, messages.SUCCESS)
                name = f"admin:{made._meta.app_label}_{made._meta.model_name}_change"
                return redirect(reverse(name, args=[made.pk]))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": title,
            "form": form,
        }
        return render(request, "certification/exams/admin/act.html", context)

    def pages(self, **views):
        """Addresses `<pk>/<name>/` for the given views."""
        opts = self.opts
        return [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"{opts.app_label}_{opts.model_name}_{name}",
            )
            for name, view in views.items()
        ]

    def links(self, obj, *names):
        """Links to the pages of a row: (name, label) each."""
        parts = [
            format_html(
                '<a class="font-medium text-primary-600 dark:text-primary-500" href="{}">{}</a>',
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[obj.pk]),
                label,
            )
            for name, label in names
        ]
        return format_html(" · ".join(["{}"] * len(parts)), *parts) if parts else "–"


@admin.register(Authorization)
class AuthorizationAdmin(ByVerbs):
    list_display = ["person", "opens_on", "expires_on", "used_at", "ended_at", "what_to_do"]
    list_filter = ["used_at", "ended_at"]
    list_select_related = ["person", "application__rules"]
    search_fields = ["person__name", "person__email"]
    date_hierarchy = "expires_on"
    readonly_fields = ["what_to_do"]

    def get_urls(self):
        return self.pages(schedule=self.schedule, extend=self.extend) + super().get_urls()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "what_to_do"]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj)

    @admin.display(description=_("to do"))
    def what_to_do(self, obj):
        if obj.used_at:
            return "–"
        arrange = [("schedule", _now("Arrange a sitting"))] if obj.is_active else []
        return self.links(obj, *arrange, ("extend", _now("Give more time")))

    def schedule(self, request, pk):
        return self.act(
            request,
            pk,
            ScheduleForm,
            _now("Arrange a sitting"),
            _now("The sitting is arranged, and the candidate gets a letter."),
            lambda row, by, said: Sitting.schedule(row, by=by, **said),
        )

    def extend(self, request, pk):
        return self.act(
            request,
            pk,
            ExtendForm,
            _now("Give more time"),
            _now("The candidate may sit longer."),
            lambda row, by, said: row.extend(said["until"], by=by, reason=said["reason"]),
        )


@admin.register(Sitting)
class SittingAdmin(ByVerbs):
    list_display = ["candidate", "state", "scheduled_for", "place", "provider_reference", "recorded_at", "what_to_do"]
    list_filter = ["state"]
    list_select_related = ["authorization__person"]
    search_fields = ["authorization__person__name", "authorization__person__email", "provider_reference"]
    date_hierarchy = "scheduled_for"
    actions = ["came", "did_not_come"]

    def get_urls(self):
        return self.pages(result=self.result, calling_off=self.calling_off, void=self.void) + super().get_urls()

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "by_section", "what_to_do"]

    @admin.display(description=_("candidate"), ordering="authorization__person__name")
    def candidate(self, obj):
        return obj.authorization.person.name

    @admin.display(description=_("by section"))
    def by_section(self, obj):
        found = [f"{each.competency}: {each.percent} %" for each in obj.sections.select_related("competency")]
        return ", ".join(found) or "–"

    @admin.display(description=_("to do"))
    def what_to_do(self, obj):
        if obj.state == State.SCHEDULED:
            return self.links(obj, ("result", _now("Record the result")), ("calling_off", _now("Call off")))
        if obj.state == State.ATTENDED:
            return self.links(obj, ("result", _now("Record the result")))
        if obj.state in (State.PASSED, State.FAILED, State.NO_SHOW):
            return self.links(obj, ("void", _now("Make it void")))
        return "–"

    def result(self, request, pk):
        return self.act(
            request,
            pk,
            ResultForm,
            _now("Record the result"),
            _now("The result is recorded, and the candidate gets a letter."),
            lambda row, by, said: row.record_result(passed=said["passed"], by=by, sections=said["sections"]),
        )

    def calling_off(self, request, pk):
        return self.act(
            request,
            pk,
            CallOffForm,
            _now("Call the sitting off"),
            _now("The sitting is called off, and the candidate gets a letter."),
            lambda row, by, said: row.call_off(by=by, reason=said["reason"]),
        )

    def void(self, request, pk):
        return self.act(
            request,
            pk,
            VoidForm,
            _now("Make the sitting void"),
            _now("The sitting does not count any more."),
            lambda row, by, said: row.make_void(by=by, reason=said["reason"]),
        )

    @admin.action(description=_("They came; the result follows"), permissions=["change"])
    def came(self, request, queryset):
        self._each(request, queryset, lambda sitting: sitting.record_attendance(by=request.user))

    @admin.action(description=_("They did not come"), permissions=["change"])
    def did_not_come(self, request, queryset):
        self._each(request, queryset, lambda sitting: sitting.record_no_show(by=request.user))

    def _each(self, request, queryset, verb):
        count = 0
        for sitting in queryset:
            try:
                verb(sitting)
            except NotNow as refusal:
                self.message_user(request, f"{sitting}: {refusal}", messages.WARNING)
            else:
                count += 1
        if count:
            said = ngettext("%d sitting is recorded.", "%d sittings are recorded.", count) % count
            self.message_user(request, said, messages.SUCCESS)


@admin.register(DateWish)
class DateWishAdmin(ByVerbs):
    """The queue of candidates who wait for a date."""

    list_display = ["candidate", "wished_at", "place", "city", "dates", "until", "settled_at", "arrange"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), "place"]
    list_select_related = ["authorization__person"]
    search_fields = ["authorization__person__name", "city", "dates"]
    actions = ["settle"]

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "arrange"]

    @admin.display(description=_("candidate"))
    def candidate(self, obj):
        return obj.authorization.person.name

    @admin.display(description=_("may sit until"))
    def until(self, obj):
        return obj.authorization.expires_on

    @admin.display(description=_("to do"))
    def arrange(self, obj):
        if obj.settled_at:
            return "–"
        url = reverse("admin:exams_authorization_schedule", args=[obj.authorization_id])
        return format_html(
            '<a class="font-medium text-primary-600 dark:text-primary-500" href="{}">{}</a>',
            url,
            _now("Arrange a sitting"),
        )

    @admin.action(description=_("Settled without a sitting"), permissions=["change"])
    def settle(self, request, queryset):
        for wish in queryset:
            wish.settle(by=request.user)
