"""What staff see of moderation: cases to be read, their words to watch for, and what is held."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from members.audit.kept import KeptInline, LastingAdmin, ReadAdmin
from members.audit.log import record

from .models import Act, Case, Flag, Held, Note, Objection, Sanction, Summary, WatchWord


class FlagInline(KeptInline):
    model = Flag
    fields = readonly_fields = ["reason", "words", "by", "at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Case)
class CaseAdmin(ReadAdmin):
    list_display = ["title", "kind", "board", "waits_since", "claimed_by", "outcome", "settled_by", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), "kind", "outcome", "about_moderator"]
    list_select_related = ["board", "post__topic", "held", "objection__sanction__person", "claimed_by", "settled_by"]
    search_fields = ["post__topic__title", "held__title", "words"]
    date_hierarchy = "opened_at"
    ordering = ["waits_since", "pk"]
    inlines = [FlagInline]
    fields = readonly_fields = [
        *("title", "where", "kind", "board", "about_moderator", "saw", "opened_at", "waits_since", "revised_at"),
        *("claimed_by", "claimed_until", "outcome", "words", "settled_by", "settled_at"),
    ]

    @admin.display(description=_("about"))
    def title(self, case):
        return case.title

    @admin.display(description=_("decided"))
    def where(self, case):
        return format_html('<a href="{}">{}</a>', case.get_absolute_url(), _("In the queue"))

    @admin.display(description=_("what rules saw"))
    def saw(self, case):
        return "; ".join(each["saw"] for each in case.found)


@admin.register(Held)
class HeldAdmin(ReadAdmin):
    """That somebody's text waits; its words stand in the case, and who speaks without a name nowhere."""

    list_display = ["title", "writer", "board", "at", "outcome"]
    list_select_related = ["person", "board", "case"]
    search_fields = ["title"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = readonly_fields = ["title", "writer", "board", "at", "outcome"]

    @admin.display(description=_("written by"))
    def writer(self, held):
        return held.voice

    @admin.display(description=_("what came of it"))
    def outcome(self, held):
        return held.case.get_outcome_display() or _("Waits")


@admin.register(WatchWord)
class WatchWordAdmin(ModelAdmin):
    list_display = ["pattern", "kind", "why", "language"]
    list_filter = ["kind", "language"]
    search_fields = ["pattern", "why"]
    ordering = ["pattern"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        record("moderation.word_changed" if change else "moderation.word_added", obj, by=request.user, kind=obj.kind)

    def delete_model(self, request, obj):
        record("moderation.word_removed", obj, by=request.user)
        super().delete_model(request, obj)


class ObjectionInline(KeptInline):
    model = Objection
    fields = readonly_fields = ["words", "at"]


@admin.register(Sanction)
class SanctionAdmin(ReadAdmin):
    """Moderators decide on the page of the person, which every row leads to."""

    list_display = ["person", "kind", "began_at", "ended_at", "by", "lifted_by"]
    list_filter = ["kind", ("lifted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["person", "by", "lifted_by"]
    search_fields = ["person__name", "person__handle", "person__email"]
    date_hierarchy = "began_at"
    ordering = ["-began_at", "-pk"]
    inlines = [ObjectionInline]
    fields = readonly_fields = [
        *("person", "where", "kind", "words", "by", "began_at", "until", "ended_at", "lifted_at", "lifted_by"),
    ]

    @admin.display(description=_("decided"))
    def where(self, sanction):
        address = reverse("moderation:person", args=[sanction.person_id])
        return format_html('<a href="{}">{}</a>', address, _("On the page of the person"))


@admin.register(Note)
class NoteAdmin(LastingAdmin):
    """Staff add notes and read them; nobody changes one, and nobody reads those about themselves."""

    show_full_result_count = False
    list_display = ["person", "words", "by", "at"]
    list_select_related = ["person", "by"]
    search_fields = ["person__name", "person__handle", "words"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = ["person", "words"]
    autocomplete_fields = ["person"]

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(person=request.user)

    def get_form(self, request, obj=None, change=False, **options):
        """Nobody writes about themselves, or about the one who stands for those without a name."""
        form = super().get_form(request, obj, change=change, **options)
        if "person" in form.base_fields:
            people = form.base_fields["person"].queryset
            form.base_fields["person"].queryset = people.named().exclude(pk=request.user.pk)
        return form

    def save_model(self, request, obj, form, change):
        made = Note.write(obj.person, by=request.user, words=obj.words.strip())
        obj.pk = made.pk


@admin.register(Objection)
class ObjectionAdmin(ReadAdmin):
    list_display = ["__str__", "at", "outcome"]
    list_select_related = [
        *("sanction__person", "case", "decision__post__topic", "decision__post__author", "decision__held__person"),
    ]
    search_fields = ["sanction__person__name", "words"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    fields = readonly_fields = ["sanction", "decision", "decided_by", "words", "at", "outcome"]

    @admin.display(description=_("what came of it"))
    def outcome(self, objection):
        return objection.case.get_outcome_display() or _("Waits")


@admin.register(Summary)
class SummaryAdmin(ReadAdmin):
    """The figures as they are; everybody reads “fewer than 3” where they are small."""

    list_display = ["month", "written_at"]
    date_hierarchy = "month"
    ordering = ["-month"]
    fields = readonly_fields = ["month", "figures", "written_at"]


@admin.register(Act)
class ActAdmin(ReadAdmin):
    """What moderators did to topics. It is done, and undone, from the topic itself."""

    list_display = ["kind", "about", "reason", "by", "at", "undone_at"]
    list_filter = ["kind", ("undone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["topic", "by"]
    search_fields = ["topic__title", "other__title", "reason", "by__name"]
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    show_full_result_count = False
    fields = readonly_fields = [
        *("kind", "where", "other", "was_board", "board", "posts", "minutes", "until"),
        *("reason", "by", "at", "undone_at", "undone_by"),
    ]

    @admin.display(description=_("topic"), ordering="topic__title")
    def about(self, act):
        return act.topic.title

    @admin.display(description=_("topic"))
    def where(self, act):
        topic = act.topic.merged_into or act.topic
        return format_html('<a href="{}">{}</a>', topic.get_absolute_url(), act.topic.title)

    @admin.display(description=_("posts"))
    def posts(self, act):
        return ", ".join(str(number) for number in act.numbers) or "–"
