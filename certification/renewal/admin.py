"""Credits, claims and renewals for staff: two of them are queues, and each act is a verb."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.widgets import UnfoldAdminTextareaWidget

from certification.credentials.admin import HolderForm
from members.audit.asking import AskingAdmin, Question, asks, asks_of_all, reason_field
from members.audit.kept import KeptAdmin, ReadAdmin

from .models import Claim, Credit, NotOpen, Reminder, Renewal
from .models.claims import Settled, State
from .models.renewals import State as RenewalState
from .progress import progress_of


class LedgerAdmin(KeptAdmin, AskingAdmin):
    """Rows that the renewal of a credential hangs on."""

    refusals = (NotOpen, Settled)

    @admin.display(description=_("credits"), ordering="minutes")
    def amount(self, thing):
        return thing.in_credits

    @admin.display(description=_("holder"), ordering="credential__name")
    def holder(self, thing):
        return thing.credential.name


class TakeBackForm(HolderForm):
    reason = reason_field(_("It stands beside the credit, struck out, where the holder reads it."))


class AskBackForm(Question):
    question = forms.CharField(
        label=_("Question"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("The holder gets it by mail and answers in the portal."),
        error_messages={"required": _("Write what the holder should answer.")},
    )


@admin.register(Credit)
class CreditAdmin(LedgerAdmin):
    list_display = ["title", "holder", "category", "amount", "earned_on", "voided_at"]
    list_filter = ["category", ("voided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["credential"]
    search_fields = ["title", "credential__number", "credential__name", "source"]
    date_hierarchy = "earned_on"
    ordering = ["-posted_at"]
    fields = readonly_fields = [
        *("credential", "title", "category", "amount", "earned_on", "source"),
        *("posted_at", "posted_by", "voided_at", "void_reason"),
    ]
    actions_detail = ["void"]

    void = asks(
        Credit.void,
        form=TakeBackForm,
        label=_("Take it back"),
        done=_("It no longer counts."),
        when=lambda credit: credit.voided_at is None,
    )


@admin.register(Claim)
class ClaimAdmin(LedgerAdmin):
    list_display = ["title", "holder", "provider", "category", "amount", "done_on", "state", "claimed_at"]
    list_filter = ["state", "category"]
    list_select_related = ["credential"]
    search_fields = ["title", "provider", "credential__number", "credential__name"]
    date_hierarchy = "claimed_at"
    ordering = ["-claimed_at"]
    fields = readonly_fields = [
        *("credential", "title", "provider", "done_on", "amount", "category", "note"),
        *("state", "claimed_at", "question", "answer", "reason", "decided_at", "decided_by"),
    ]
    actions = ["accept_all", "reject_all"]
    actions_detail = ["accept", "ask_back", "reject"]

    accept = asks(Claim.accept, label=_("Count it"), done=_("It counts."), when=lambda claim: claim.is_open)
    ask_back = asks(
        Claim.ask,
        form=AskBackForm,
        label=_("Ask the holder"),
        done=_("The question is on its way."),
        when=lambda claim: claim.state == State.CLAIMED,
        url_path="ask",
    )
    reject = asks(
        Claim.reject,
        form=HolderForm,
        label=_("Decline"),
        done=_("Declined. The holder is told why."),
        when=lambda claim: claim.is_open,
    )
    reject_all = asks_of_all(
        Claim.reject,
        form=HolderForm,
        label=_("Decline them"),
        sentence=_("One reason for all of them. Each holder gets a letter."),
        done=lambda count: ngettext("%d activity is declined.", "%d activities are declined.", count) % count,
    )

    @admin.action(description=_("Count them"), permissions=["change"])
    def accept_all(self, request, queryset):
        self.each(
            request,
            queryset.select_related("credential__person"),
            Claim.accept,
            lambda count: ngettext("%d activity counts.", "%d activities count.", count) % count,
        )


@admin.register(Renewal)
class RenewalAdmin(LedgerAdmin):
    list_display = ["holder", "number", "cycle_ends_on", "state", "requested_at", "invoice", "decided_by"]
    list_filter = ["state"]
    list_select_related = ["credential", "invoice", "decided_by"]
    search_fields = ["credential__number", "credential__name", "invoice__number"]
    date_hierarchy = "requested_at"
    ordering = ["-requested_at"]
    fields = readonly_fields = [
        *("credential", "cycle_starts_on", "cycle_ends_on", "state", "counted", "was_member", "invoice"),
        *("requested_at", "decided_at", "decided_by", "reason", "renewed_until"),
    ]
    actions = ["confirm_all", "ask_for_payment_of_all"]
    actions_detail = ["confirm_one", "ask_for_payment_of_one", "send_back"]

    confirm_one = asks(
        Renewal.confirm,
        label=_("Confirm the renewal"),
        done=_("Renewed. The holder is told."),
        when=lambda renewal: renewal.state == RenewalState.TO_CONFIRM,
        url_path="confirm",
    )
    ask_for_payment_of_one = asks(
        Renewal.ask_for_payment,
        label=_("Send the invoice"),
        done=_("Done, as far as the fee and the bank account are set."),
        when=lambda renewal: renewal.state == RenewalState.UNPRICED,
        url_path="invoice",
    )
    send_back = asks(
        Renewal.send_back,
        form=HolderForm,
        label=_("Send it back"),
        done=_("Sent back. The holder is told why."),
        when=lambda renewal: renewal.state == RenewalState.TO_CONFIRM,
        url_path="send-back",
    )

    @admin.action(description=_("Confirm them"), permissions=["change"])
    def confirm_all(self, request, queryset):
        self.each(
            request,
            queryset.select_related("credential__person"),
            Renewal.confirm,
            lambda count: ngettext("%d renewal is confirmed.", "%d renewals are confirmed.", count) % count,
        )

    @admin.action(description=_("Send the invoices, now that the fee is set"), permissions=["change"])
    def ask_for_payment_of_all(self, request, queryset):
        self.each(request, queryset.select_related("credential__person"), Renewal.ask_for_payment, _went_on)

    @admin.display(description=_("counted"))
    def counted(self, renewal):
        """As it is now; once confirmed, the question is another cycle's."""
        if renewal.state == "confirmed":
            return "–"
        progress = progress_of(renewal.credential)
        return f"{progress.so_far_in_words}. {progress.missing_in_words}"

    @admin.display(description=_("number"), ordering="credential__number")
    def number(self, renewal):
        return renewal.credential.number


@admin.register(Reminder)
class ReminderAdmin(ReadAdmin):
    list_display = ["credential", "occasion", "cycle_starts_on", "at"]
    list_filter = ["occasion"]
    list_select_related = ["credential"]
    search_fields = ["credential__number", "credential__name"]
    date_hierarchy = "at"


def _went_on(count):
    if count:
        return ngettext("%d renewal went on.", "%d renewals went on.", count) % count
    return _("Nothing went on: the fee or the bank account is still missing, or none of them waits for it.")
