"""Staff see which playbooks there are, how old their word is, and who doubts them. They are written on their pages."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextInputWidget

from members.audit.asking import LINK, AskingAdmin, Question, asks, reason_field
from members.audit.kept import KeptAdmin, KeptInline, ReadAdmin

from .models import Doubt, Passage, Playbook, Refused


class RetireForm(Question):
    reason = reason_field(_("Kept in the record, with your name. The owner is told that it was retired."))


class OwnerForm(Question):
    """Another owner, where the one there is has gone."""

    to = forms.EmailField(
        label=_("Who looks after it from now on?"),
        help_text=_("Their e-mail address."),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "email"}),
    )
    reason = reason_field(_("Kept in the record, with your name."))

    def clean_to(self):
        """The Person."""
        person = get_user_model().objects.active().filter(email__iexact=self.cleaned_data["to"]).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has this address."))
        return person


class PassageInline(KeptInline):
    model = Passage
    fields = readonly_fields = ["position", "heading", "version", "word_count", "removed_at"]


class DoubtInline(KeptInline):
    model = Doubt
    fk_name = "playbook"
    fields = readonly_fields = ["by", "words", "at", "outcome", "answered_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("by")


@admin.register(Playbook)
class PlaybookAdmin(AskingAdmin, KeptAdmin):
    list_display = ["title", "state", "owner", "checked_at", "due_at", "open_doubts", "published_at"]
    list_filter = ["state", "subjects", ("change_due_since", admin.EmptyFieldListFilter)]
    list_select_related = ["owner"]
    search_fields = ["title", "about", "owner__name", "owner__email"]
    date_hierarchy = "published_at"
    ordering = ["-begun_at"]
    fields = readonly_fields = [
        *("title", "about", "page", "state", "owner", "offered_to", "months"),
        *("begun_at", "published_at", "checked_at", "due_at", "asked_at", "change_due_since", "doubted_at"),
    ]
    inlines = [PassageInline, DoubtInline]
    actions_detail = ["retire", "give"]
    refusals = (Refused,)

    retire = asks(
        Playbook.retire,
        when=lambda playbook: playbook.is_shown,
        url_path="retirement",
        label=_("Retire it"),
        sentence=_("Nobody but its owner and moderators sees it any longer. It can be published again."),
        done=_("It is retired."),
        form=RetireForm,
        is_final=True,
    )
    give = asks(
        Playbook.give,
        url_path="owner",
        label=_("Give it to somebody else"),
        sentence=_("For a playbook whose owner has gone. Who is there is better asked on its page."),
        done=_("Somebody else looks after it now, and both are told."),
        form=OwnerForm,
    )

    def get_queryset(self, request):
        doubts = Doubt.objects.open().filter(playbook=OuterRef("pk")).order_by().values("playbook")
        counted = Coalesce(Subquery(doubts.annotate(n=Count("pk")).values("n")), 0)
        return super().get_queryset(request).annotate(doubt_count=counted)

    @admin.display(description=_("open doubts"), ordering="doubt_count")
    def open_doubts(self, playbook):
        return playbook.doubt_count

    @admin.display(description=_("its page"))
    def page(self, playbook):
        return format_html(LINK, playbook.get_absolute_url(), playbook.title)


@admin.register(Doubt)
class DoubtAdmin(ReadAdmin):
    list_display = ["playbook", "by", "at", "outcome", "answered_at", "answered_by"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter), "outcome"]
    list_select_related = ["playbook", "by", "answered_by"]
    search_fields = ["playbook__title", "by__name", "by__email", "words"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = readonly_fields = [
        *("playbook", "passage", "by", "words", "at", "outcome", "answer", "answered_at", "answered_by")
    ]
