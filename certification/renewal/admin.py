"""Credits, claims and renewals for staff: two of them are queues, and each act is a verb."""

from django import forms
from django.contrib import admin, messages
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from certification.credentials.asking import AskingAdmin, act_with_reason
from members.mail.admin import ReadOnlyAdmin

from .models import Claim, Credit, NotOpen, Reminder, Renewal
from .models.claims import Settled
from .progress import progress_of


class ReadAdmin(AskingAdmin):
    """Nothing is typed here: what changes, changes by an act."""

    show_full_result_count = False
    refusals = (NotOpen, Settled)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=_("credits"), ordering="minutes")
    def amount(self, thing):
        return thing.in_credits

    def each(self, request, queryset, act, said):
        """`act` on each of `queryset`; those that refuse say why, and the rest goes on. `said(count)` praises."""
        count = 0
        for thing in queryset:
            try:
                act(thing)
                count += 1
            except self.refusals as why:
                self.message_user(request, f"{thing}: {why}", messages.ERROR)
        if count:
            self.message_user(request, said(count), messages.SUCCESS)


class QuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Question"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("The holder gets it by mail and answers in the portal."),
    )


@admin.register(Credit)
class CreditAdmin(ReadAdmin):
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

    void = act_with_reason("void", _("Take it back"), _("It no longer counts."))

    @admin.display(description=_("holder"), ordering="credential__name")
    def holder(self, credit):
        return credit.credential.name


@admin.register(Claim)
class ClaimAdmin(ReadAdmin):
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
    actions = ["accept_all"]
    actions_detail = ["accept", "ask_back", "reject"]

    reject = act_with_reason("reject", _("Decline"), _("Declined. The holder is told why."))

    @action(description=_("Count it"), url_path="accept", permissions=["change"])
    def accept(self, request, object_id):
        return self.confirm(request, object_id, label=_("Count it"), done=_("It counts."), verb="accept")

    @action(description=_("Ask the holder"), url_path="ask", permissions=["change"])
    def ask_back(self, request, object_id):
        return self.ask(
            request,
            object_id,
            label=_("Ask the holder"),
            done=_("The question is on its way."),
            act=lambda claim, said: claim.ask(said["question"], by=said["by"]),
            form_class=QuestionForm,
        )

    @admin.action(description=_("Count them"), permissions=["change"])
    def accept_all(self, request, queryset):
        self.each(
            request,
            queryset.select_related("credential__person"),
            lambda claim: claim.accept(by=request.user),
            lambda count: ngettext("%d activity counts.", "%d activities count.", count) % count,
        )

    @admin.display(description=_("holder"), ordering="credential__name")
    def holder(self, claim):
        return claim.credential.name


@admin.register(Renewal)
class RenewalAdmin(ReadAdmin):
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

    send_back = act_with_reason("send_back", _("Send it back"), _("Sent back. The holder is told why."))

    @action(description=_("Confirm the renewal"), url_path="confirm", permissions=["change"])
    def confirm_one(self, request, object_id):
        return self.confirm(
            request, object_id, label=_("Confirm the renewal"), done=_("Renewed. The holder is told."), verb="confirm"
        )

    @action(description=_("Send the invoice"), url_path="invoice", permissions=["change"])
    def ask_for_payment_of_one(self, request, object_id):
        return self.confirm(
            request,
            object_id,
            label=_("Send the invoice"),
            done=_("Done, as far as the fee and the bank account are set."),
            verb="ask_for_payment",
        )

    @admin.action(description=_("Confirm them"), permissions=["change"])
    def confirm_all(self, request, queryset):
        self.each(
            request,
            queryset.select_related("credential__person"),
            lambda renewal: renewal.confirm(by=request.user),
            lambda count: ngettext("%d renewal is confirmed.", "%d renewals are confirmed.", count) % count,
        )

    @admin.action(description=_("Send the invoices, now that the fee is set"), permissions=["change"])
    def ask_for_payment_of_all(self, request, queryset):
        renewals = queryset.select_related("credential__person")
        sent = sum(bool(renewal.ask_for_payment(by=request.user)) for renewal in renewals)
        nothing = _now("Nothing went on: the fee or the bank account is still missing, or none of them waits for it.")
        said = ngettext("%d renewal went on.", "%d renewals went on.", sent) % sent if sent else nothing
        self.message_user(request, said, messages.SUCCESS if sent else messages.WARNING)

    @admin.display(description=_("counted"))
    def counted(self, renewal):
        """As it is now; once confirmed, the question is another cycle's."""
        if renewal.state == "confirmed":
            return "–"
        progress = progress_of(renewal.credential)
        return f"{progress.so_far_in_words}. {progress.missing_in_words}"

    @admin.display(description=_("holder"), ordering="credential__name")
    def holder(self, renewal):
        return renewal.credential.name

    @admin.display(description=_("number"), ordering="credential__number")
    def number(self, renewal):
        return renewal.credential.number


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["credential", "occasion", "cycle_starts_on", "at"]
    list_filter = ["occasion"]
    list_select_related = ["credential"]
    search_fields = ["credential__number", "credential__name"]
    date_hierarchy = "at"
