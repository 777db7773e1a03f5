from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from forums.reading.clock import lasting
from members.audit.kept import ReadAdmin

from ..models import DeskClaim, DeskVolunteer, Promise, PromiseMonth, Told


class HowFarFilter(admin.SimpleListFilter):
    title = _("how far")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("late", _("past the promise")),
            ("desk", _("on the answer desk")),
            ("running", _("still running")),
            ("kept", _("answered")),
            ("ended", _("ended without an answer")),
        ]

    def queryset(self, request, promises):
        chosen = {
            "late": promises.late,
            "desk": promises.on_the_desk,
            "running": promises.running,
            "kept": lambda: promises.exclude(kept_at=None),
            "ended": lambda: promises.exclude(ended_at=None),
        }
        return chosen[self.value()]() if self.value() in chosen else promises


@admin.register(Promise)
class PromiseAdmin(ReadAdmin):
    """How each question fares. Staff answer it, or find somebody who can; the clock follows what happens there."""

    list_display = ["topic", "board", "begun_at", "until", "state", "waited"]
    list_filter = [HowFarFilter, "topic__board"]
    list_select_related = ["topic__board"]
    search_fields = ["topic__title"]
    date_hierarchy = "begun_at"
    ordering = ["-begun_at", "-topic"]
    fields = readonly_fields = [
        *("topic", "board", "zone", "begun_at", "members_at", "told_members_at", "desk_at", "told_desk_at"),
        *("until", "told_staff_at", "next_at", "kept_at", "waited", "counted", "ended_at", "asked"),
    ]

    def get_queryset(self, request):
        """Those of questions this reader may read, here as everywhere."""
        return super().get_queryset(request).readable_by(request.user)

    @display(description=_("board"), ordering="topic__board__name")
    def board(self, promise):
        return promise.topic.board

    @display(
        description=_("state"),
        ordering="until",
        label={"late": "danger", "desk": "warning", "running": "info", "kept": "success", "ended": ""},
    )
    def state(self, promise):
        now = timezone.now()
        states = [
            ("kept", _("answered"), promise.kept_at),
            ("ended", _("ended"), promise.ended_at),
            ("late", _("late"), promise.until <= now),
            ("desk", _("on the desk"), promise.desk_at <= now),
        ]
        return next(((name, words) for name, words, is_so in states if is_so), ("running", _("running")))

    @display(description=_("waited"), ordering="wall_seconds")
    def waited(self, promise):
        return lasting((promise.kept_at or promise.ended_at or timezone.now()) - promise.begun_at)

    @display(description=_("hours that count"))
    def counted(self, promise):
        return "–" if promise.counted_seconds is None else f"{promise.counted_seconds / 3600:.1f}"

    @display(description=_("who was asked"))
    def asked(self, promise):
        if promise.topic.has_nameless:
            return _("not shown where somebody speaks without a name")
        told = promise.tellings.select_related("person").order_by("at", "pk")
        return ", ".join(f"{each.person} ({each.get_rung_display()})" for each in told) or "–"


@admin.register(DeskVolunteer)
class DeskVolunteerAdmin(ReadAdmin):
    list_display = ["person", "since", "away_until"]
    list_select_related = ["person"]
    search_fields = ["person__name", "person__email"]
    ordering = ["-since", "-pk"]
    fields = readonly_fields = ["person", "chosen", "since", "away_until"]

    @display(description=_("subjects"))
    def chosen(self, volunteer):
        return ", ".join(map(str, volunteer.subjects.all())) or _("all")


@admin.register(DeskClaim)
class DeskClaimAdmin(ReadAdmin):
    list_display = ["promise", "person", "at", "until", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["promise__topic", "person"]
    search_fields = ["promise__topic__title", "person__name"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = readonly_fields = ["promise", "person", "at", "until", "ended_at"]


@admin.register(Told)
class ToldAdmin(ReadAdmin):
    list_display = ["promise", "person", "rung", "at"]
    list_filter = ["rung"]
    list_select_related = ["promise__topic", "person"]
    search_fields = ["promise__topic__title", "person__name"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = readonly_fields = ["promise", "person", "rung", "at"]

    def get_queryset(self, request):
        """Without questions in which somebody speaks without a name: whoever is missing there may have asked it."""
        return super().get_queryset(request).exclude(promise__topic__has_nameless=True)


@admin.register(PromiseMonth)
class PromiseMonthAdmin(ReadAdmin):
    list_display = ["month", "questions", "in_time", "median_seconds", "reckoned_at"]
    ordering = ["-month"]
    fields = readonly_fields = ["month", "questions", "in_time", "median_seconds", "reckoned_at"]
