from functools import partial

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from ..models import Invoice, InvoiceLine, Issuer, NoIssuer, NotPossible
from ..money import in_major, in_minor
from ..paper import invoice_pdf
from ..views import as_download
from .decisions import ReasonForm, day_field, decide
from .history import history_of


class AmountField(forms.DecimalField):
    """Whole units of a currency, as they stand on the statement of a bank."""

    widget = UnfoldAdminDecimalFieldWidget

    def __init__(self, **options):
        super().__init__(min_value=0, max_digits=14, decimal_places=3, **options)


class TransferForm(forms.Form):
    amount = AmountField(label=_("Amount that arrived"))
    received_on = day_field(label=_("Day it arrived"), help_text=_("What begins with the payment begins on this day."))
    reference = forms.CharField(
        label=_("The bank’s reference"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )


class CreditForm(ReasonForm):
    amount = AmountField(label=_("Amount to give back"))
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["amount", "reason", "token"]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("overdue", _("overdue")), ("paid", _("paid")), ("void", _("given up"))]

    def queryset(self, request, queryset):
        if self.value() in ("open", "overdue", "paid", "void"):
            return getattr(queryset, self.value())()
        return queryset


class LineInline(TabularInline):
    model = InvoiceLine
    fields = readonly_fields = ["text", "quantity", "price", "sum"]
    extra = 0
    can_delete = False
    hide_title = True

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("invoice")

    @display(description=_("price of one"))
    def price(self, line):
        return line.amount_in_words

    @display(description=_("amount"))
    def sum(self, line):
        return line.total_in_words


@admin.register(Invoice)
class InvoiceAdmin(ModelAdmin):
    """What waits for its money, and what came of it. Invoices are issued by what they are for, and never edited."""

    list_display = ["number", "billed_name", "billed_organisation", "amount", "state_and_age", "due_on", "next_step"]
    list_filter = [StateFilter, "currency"]
    search_fields = ["number", "billed_name", "billed_email", "billed_organisation", "person__email", "purchase_order"]
    date_hierarchy = "issued_on"
    ordering = ["-id"]
    show_full_result_count = False
    view_on_site = False  # that page is the person's own
    actions_row = ["transfer", "paper"]
    actions_detail = ["transfer", "paper", "giving_up", "giving_back"]
    inlines = [LineInline]
    fields = readonly_fields = [
        *("number", "standing", "person", "amount", "issued_on", "due_on", "address", "purchase_order"),
        *("received", "void_reason", "history"),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        try:
            Issuer.objects.in_force()
        except NoIssuer:
            words = _now("No invoice can be written until you say who issues it and which account is paid into.")
            link = reverse("admin:billing_issuer_add")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', words, link, _now("Enter it now")))
        return super().changelist_view(request, extra_context)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Nothing on this page is typed, so there is nothing to save: what is to be done stands at its head."""
        nothing = {"show_save": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, (extra_context or {}) | nothing)

    @display(description=_("amount"), ordering="total")
    def amount(self, invoice):
        return invoice.total_in_words

    @display(description=_("state"), label={"open": "info", "overdue": "warning", "paid": "success", "void": "danger"})
    def state_and_age(self, invoice):
        today = timezone.localdate()
        if invoice.is_overdue:
            days = (today - invoice.due_on).days
            return "overdue", ngettext("%d day overdue", "%d days overdue", days) % days
        if invoice.is_open:
            days = (today - invoice.issued_on).days
            return "open", ngettext("open for %d day", "open for %d days", days) % days
        return invoice.state, _("paid") if invoice.state == invoice.PAID else _("given up")

    @display(description=_("state"))
    def standing(self, invoice):
        return invoice.sentence

    @display(description=_("next step"))
    def next_step(self, invoice):
        if not invoice.is_open:
            return "–"
        address = reverse("admin:billing_invoice_transfer", args=[invoice.pk])
        return format_html(
            '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>', address, _now("Confirm the transfer")
        )

    @display(description=_("made out to"))
    def address(self, invoice):
        return "\n".join([*invoice.made_out_to, invoice.billed_email])

    @display(description=_("payment"))
    def received(self, invoice):
        if invoice.state != invoice.PAID:
            return "–"
        payment = invoice.payment
        return _now("%(amount)s on %(day)s, reference %(reference)s, confirmed by %(who)s") % {
            "amount": payment.amount_in_words,
            "day": payment.received_on,
            "reference": payment.reference or "–",
            "who": payment.confirmed_by or "–",
        }

    @display(description=_("history"))
    def history(self, invoice):
        return history_of(invoice)

    @action(description=_("Confirm the transfer"), url_path="transfer", permissions=["change"], icon="check")
    def transfer(self, request, object_id):
        invoice = self._found(request, object_id)
        if invoice.state == invoice.PAID:
            messages.info(request, _now("This invoice is paid already."))
            return redirect("admin:billing_invoice_change", invoice.pk)

        def settle(amount, received_on, reference):
            invoice.settle(
                by=request.user, amount=_minor(amount, invoice), received_on=received_on, reference=reference.strip()
            )

        return decide(
            self,
            request,
            invoice,
            form_class=TransferForm,
            initial={"amount": in_major(invoice.total, invoice.currency), "received_on": timezone.localdate()},
            title=_now("Confirm the transfer for %(number)s") % {"number": invoice.number},
            sentence=_now("%(who)s owes %(total)s. They get the receipt, and what they paid for begins at once.")
            % {"who": invoice.billed_name, "total": invoice.total_in_words},
            button=_now("The money is here"),
            done=_now("Confirmed. %(who)s gets the receipt by mail.") % {"who": invoice.billed_name},
            verb=settle,
            refusals=[NotPossible],
        )

    @action(description=_("PDF"), url_path="pdf", permissions=["view"], icon="download")
    def paper(self, request, object_id):
        invoice = self._found(request, object_id)
        return as_download(invoice_pdf(invoice), invoice.number)

    @action(description=_("Give it up"), url_path="void", permissions=["change"], icon="block")
    def giving_up(self, request, object_id):
        invoice = self._found(request, object_id)
        return decide(
            self,
            request,
            invoice,
            form_class=ReasonForm,
            title=_now("Give up %(number)s") % {"number": invoice.number},
            sentence=_now("%(who)s will be told that nothing is to be paid on it. This cannot be taken back.")
            % {"who": invoice.billed_name},
            button=_now("Give it up"),
            done=_now("%(number)s is given up.") % {"number": invoice.number},
            verb=partial(invoice.void, by=request.user),
            refusals=[NotPossible],
        )

    @action(description=_("Give money back"), url_path="credit", permissions=["change"], icon="undo")
    def giving_back(self, request, object_id):
        invoice = self._found(request, object_id)
        left = invoice.total - invoice.credited

        def credit(amount, reason, token):
            invoice.credit(_minor(amount, invoice), by=request.user, reason=reason, key=f"{invoice.pk}:{token}")

        return decide(
            self,
            request,
            invoice,
            form_class=CreditForm,
            # The count of notes so far: pressing twice writes one note.
            initial={"amount": in_major(left, invoice.currency), "token": invoice.credit_notes.count() + 1},
            title=_now("Give money back on %(number)s") % {"number": invoice.number},
            sentence=_now("%(who)s gets a credit note. Send the money yourself, to the account it came from.")
            % {"who": invoice.billed_name},
            button=_now("Write the credit note"),
            done=_now("The credit note is written."),
            verb=credit,
            refusals=[NotPossible],
        )

    def _found(self, request, object_id):
        invoice = self.get_object(request, object_id)
        if invoice is None:
            raise Http404
        return invoice


def _minor(amount, invoice):
    """The amount of a form in minor units; raises NotPossible for a fraction of a cent."""
    try:
        return in_minor(amount, invoice.currency)
    except ValueError:
        raise NotPossible(_now("This is finer than the currency.")) from None
