"""Staff see of conversations what was reported, with the five messages before it, and nothing else."""

from django import forms
from django.contrib import admin
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminRadioSelectWidget

from members.audit.asking import AskingAdmin, Question, asks, reason_field
from members.audit.kept import KeptAdmin

from .models import MessageReport


class SettleForm(Question):
    outcome = forms.ChoiceField(
        label=_("What comes of it?"),
        choices=MessageReport.OUTCOMES,
        widget=UnfoldAdminRadioSelectWidget,
        error_messages={"required": _("Choose what comes of it.")},
    )
    reason = reason_field(_("Kept in the record, with your name. Whoever reported it hears the outcome, not this."))


@admin.register(MessageReport)
class MessageReportAdmin(AskingAdmin, KeptAdmin):
    list_display = ["reason", "writer", "by", "at", "settled_at", "outcome", "settled_by"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), "reason", "outcome"]
    list_select_related = ["message__author", "by", "settled_by"]
    search_fields = ["message__author__name", "message__author__email", "by__name", "by__email"]
    date_hierarchy = "at"
    ordering = ["-at"]
    fields = readonly_fields = [
        *("writer", "reason", "note", "by", "at", "reported", "before"),
        *("settled_at", "settled_by", "outcome", "settled_note"),
    ]
    actions_detail = ["settle"]

    settle = asks(
        MessageReport.settle,
        when=lambda report: report.is_waiting,
        url_path="settlement",
        label=_("Settle it"),
        sentence=_("All but “It may stay” take the message away. A suspension itself is made on the person's page."),
        done=_("Settled. Whoever reported it is told."),
        form=SettleForm,
    )

    @admin.display(description=_("written by"), ordering="message__author__name")
    def writer(self, report):
        return report.message.author

    @admin.display(description=_("as it was reported"))
    def reported(self, report):
        return render_to_string("forums/conversations/admin/words.html", {"report": report})

    @admin.display(description=_("the five before it"))
    def before(self, report):
        return render_to_string("forums/conversations/admin/context.html", {"messages": report.context()})
