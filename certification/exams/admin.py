"""Staff arrange sittings and record results. Every change goes through a verb; nothing is edited in place."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.audit.asking import LINK, AskingAdmin, asks
from members.audit.kept import KeptAdmin

from .admin_forms import ExtendForm, ResultForm, ScheduleForm, WhyForm
from .models import Authorization, DateWish, NotNow, Sitting
from .states import State


class ByVerbs(KeptAdmin, AskingAdmin):
    """Staff look; the verbs change, each on a page of its own."""

    refusals = (NotNow, ValueError)


def wish_of(authorization):
    """What the candidate wished for, while nobody has seen to it."""
    wish = authorization.wishes.filter(settled_at=None).first()
    return f"{wish.get_place_display()} {wish.city}: {wish.dates}" if wish else ""


@admin.register(Authorization)
class AuthorizationAdmin(ByVerbs):
    list_display = ["person", "opens_on", "expires_on", "used_at", "ended_at", "what_to_do"]
    list_filter = ["used_at", "ended_at"]
    list_select_related = ["person", "application__rules"]
    search_fields = ["person__name", "person__email"]
    date_hierarchy = "expires_on"
    fields = readonly_fields = ["person", "application", "opens_on", "expires_on", "used_at", "ended_at"]
    actions_detail = ["schedule", "extend"]

    schedule = asks(
        Sitting.schedule,
        form=ScheduleForm,
        label=_("Arrange a sitting"),
        sentence=wish_of,
        done=_("The sitting is arranged, and the candidate gets a letter."),
        when=lambda right: right.is_active and not right.used_at,
        leads_on=True,
    )
    extend = asks(
        Authorization.extend,
        form=ExtendForm,
        label=_("Give more time"),
        done=_("The candidate may sit longer."),
        when=lambda right: not right.used_at,
    )

    @admin.display(description=_("to do"))
    def what_to_do(self, right):
        return self.links(right, "schedule", "extend")


@admin.register(Sitting)
class SittingAdmin(ByVerbs):
    list_display = ["candidate", "state", "scheduled_for", "place", "provider_reference", "recorded_at", "what_to_do"]
    list_filter = ["state"]
    list_select_related = ["authorization__person"]
    search_fields = ["authorization__person__name", "authorization__person__email", "provider_reference"]
    date_hierarchy = "scheduled_for"
    fields = readonly_fields = [
        *("authorization", "state", "scheduled_for", "time_zone", "place", "provider_reference"),
        *("recorded_at", "recorded_by", "reason", "by_section"),
    ]
    actions = ["came", "did_not_come"]
    actions_detail = ["result", "calling_off", "void"]

    result = asks(
        Sitting.record_result,
        form=ResultForm,
        label=_("Record the result"),
        sentence=_("Recorded once. The candidate gets a letter at once; with a pass the credential is awarded."),
        done=_("The result is recorded, and the candidate gets a letter."),
        when=lambda sitting: sitting.state in (State.SCHEDULED, State.ATTENDED),
    )
    calling_off = asks(
        Sitting.call_off,
        form=WhyForm,
        label=_("Call off"),
        sentence=_("The candidate reads the reason in the letter."),
        done=_("The sitting is called off, and the candidate gets a letter."),
        when=lambda sitting: sitting.state == State.SCHEDULED,
    )
    void = asks(
        Sitting.make_void,
        form=WhyForm,
        label=_("Make it void"),
        sentence=_(
            "The sitting does not count, and the candidate may sit again. A credential that was awarded for it is not "
            "touched: end it on its own page if it must not stand."
        ),
        done=_("The sitting does not count any more."),
        when=lambda sitting: sitting.state in (State.PASSED, State.FAILED, State.NO_SHOW),
    )

    @admin.display(description=_("candidate"), ordering="authorization__person__name")
    def candidate(self, obj):
        return obj.authorization.person.name

    @admin.display(description=_("by section"))
    def by_section(self, obj):
        found = [f"{each.competency}: {each.percent} %" for each in obj.sections.select_related("competency")]
        return ", ".join(found) or "–"

    @admin.display(description=_("to do"))
    def what_to_do(self, obj):
        return self.links(obj, "result", "calling_off", "void")

    @admin.action(description=_("They came; the result follows"), permissions=["change"])
    def came(self, request, queryset):
        self._each(request, queryset, Sitting.record_attendance)

    @admin.action(description=_("They did not come"), permissions=["change"])
    def did_not_come(self, request, queryset):
        self._each(request, queryset, Sitting.record_no_show)

    def _each(self, request, queryset, verb):
        self.each(
            request,
            queryset,
            verb,
            lambda count: ngettext("%d sitting is recorded.", "%d sittings are recorded.", count) % count,
        )


@admin.register(DateWish)
class DateWishAdmin(ByVerbs):
    """The queue of candidates who wait for a date."""

    list_display = ["candidate", "wished_at", "place", "city", "dates", "until", "settled_at", "arrange"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), "place"]
    list_select_related = ["authorization__person"]
    search_fields = ["authorization__person__name", "city", "dates"]
    fields = readonly_fields = [
        *("authorization", "place", "city", "dates", "wished_at", "until", "settled_at", "settled_by", "arrange"),
    ]
    actions = ["settle"]

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
        return format_html(LINK, url, _now("Arrange a sitting"))

    @admin.action(description=_("Settled without a sitting"), permissions=["change"])
    def settle(self, request, queryset):
        self.each(
            request,
            queryset,
            DateWish.settle,
            lambda count: ngettext("%d wish is settled.", "%d wishes are settled.", count) % count,
        )
