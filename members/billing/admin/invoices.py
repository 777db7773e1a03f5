from datetime import date

from django import forms
from django.contrib import admin, messages
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminTextInputWidget

from members.audit.asking import AskingAdmin, Question, ReasonForm, asks, day_field
from members.audit.history import history_of
from members.audit.kept import KeptAdmin, KeptInline
from members.days import in_words

from ..models import Invoice, InvoiceLine, Issuer, NoIssuer, NotPossible
from ..money import in_major, in_minor, money
from ..paper import invoice_pdf
from ..views import as_download


class AmountField(forms.DecimalField):
    """Whole units of a currency, as they stand on the statement of a bank."""

    widget = UnfoldAdminDecimalFieldWidget

    def __init__(self, **options):
        super().__init__(min_value=0, max_digits=14, decimal_places=3, **options)


class AmountForm(Question):
    """A question about an invoice that asks for an amount, and answers in minor units."""

    def clean_amount(self):
        try:
            return in_minor(self.cleaned_data["amount"], self.about.currency)
        except ValueError:
            raise forms.ValidationError(_("This is finer than the currency.")) from None


class TransferForm(AmountForm):
    amount = AmountField(label=_("Amount that arrived"))
    received_on = day_field(label=_("Day it arrived"), help_text=_("What begins with the payment begins on this day."))
    reference = forms.CharField(
        label=_("The bank’s reference"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )

    def suggested(self):
        return {"amount": in_major(self.about.total, self.about.currency), "received_on": timezone.localdate()}

    def clean(self):
        if self.about.state == Invoice.PAID:
            raise forms.ValidationError(_("This invoice is paid already."))
        return super().clean()


class CreditForm(ReasonForm, AmountForm):
    amount = AmountField(label=_("Amount to give back"))
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["amount", "reason", "token"]

    def suggested(self):
        left = self.about.total - self.about.credited
        # The count of notes so far: pressing twice writes one note.
        return {"amount": in_major(left, self.about.currency), "token": self.about.credit_notes.count() + 1}

    def clean(self):
        said = super().clean()
        return said | {"key": f"{self.about.pk}:{said.pop('token', '')}"}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("open", _("open")), ("overdue", _("overdue")), ("paid", _("paid")), ("void", _("given up"))]

    def queryset(self, request, queryset):
        if self.value() in ("open", "overdue", "paid", "void"):
            return getattr(queryset, self.value())()
        return queryset


class LineInline(KeptInline):
    model = InvoiceLine
    fields = readonly_fields = ["text", "quantity", "price", "sum"]
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("invoice")

    @display(description=_("price of one"))
    def price(self, line):
        return line.amount_in_words

    @display(description=_("amount"))
    def sum(self, line):
        return line.total_in_words


@admin.register(Invoice)
class InvoiceAdmin(KeptAdmin, AskingAdmin):
    """What waits for its money, and what came of it. Invoices are issued by what they are for, and never edited."""

    list_display = ["number", "billed_name", "billed_organisation", "amount", "state_and_age", "due_on", "next_step"]
    list_filter = [StateFilter, "currency"]
    search_fields = ["number", "billed_name", "billed_email", "billed_organisation", "person__email", "purchase_order"]
    date_hierarchy = "issued_on"
    ordering = ["-id"]
    refusals = (NotPossible,)
    view_on_site = False  # that page is the person's own
    actions_row = ["paper"]
    actions_detail = ["transfer", "paper", "giving_up", "giving_back"]
    inlines = [LineInline]
    fields = readonly_fields = [
        *("number", "standing", "person", "amount", "issued_on", "due_on", "address", "purchase_order"),
        *("received", "void_reason", "history"),
    ]

    transfer = asks(
        Invoice.settle,
        form=TransferForm,
        label=_("Confirm the transfer"),
        sentence=lambda invoice: (
            _("%(who)s owes %(total)s. They get the receipt, and what they paid for begins at once.")
            % {"who": invoice.billed_name, "total": invoice.total_in_words}
        ),
        button=_("The money is here"),
        done=lambda invoice: _("Confirmed. %(who)s gets the receipt by mail.") % {"who": invoice.billed_name},
        when=lambda invoice: invoice.is_open,
        icon="check",
    )
    giving_up = asks(
        Invoice.void,
        form=ReasonForm,
        label=_("Give it up"),
        sentence=lambda invoice: (
            _("%(who)s will be told that nothing is to be paid on it. This cannot be taken back.")
            % {"who": invoice.billed_name}
        ),
        done=lambda invoice: _("%(number)s is given up.") % {"number": invoice.number},
        when=lambda invoice: invoice.is_open,
        url_path="void",
        icon="block",
        is_final=True,
    )
    giving_back = asks(
        Invoice.credit,
        form=CreditForm,
        label=_("Give money back"),
        sentence=lambda invoice: (
            _("%(who)s gets a credit note. Send the money yourself, to the account it came from.")
            % {"who": invoice.billed_name}
        ),
        button=_("Write the credit note"),
        done=_("The credit note is written."),
        when=lambda invoice: invoice.state == Invoice.PAID and invoice.credited < invoice.total,
        url_path="credit",
        icon="undo",
    )

    def changelist_view(self, request, extra_context=None):
        try:
            Issuer.objects.in_force()
        except NoIssuer:
            words = _now("No invoice can be written until you say who issues it and which account is paid into.")
            link = reverse("admin:billing_issuer_add")
            messages.warning(request, format_html('{} <a href="{}">{}</a>', words, link, _now("Enter it now")))
        return super().changelist_view(request, extra_context)

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
        return self.links(invoice, "transfer")

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
            "day": in_words(payment.received_on),
            "reference": payment.reference or "–",
            "who": payment.confirmed_by or "–",
        }

    @display(description=_("history"))
    def history(self, invoice):
        """What happened to it, its sums as money and its days in words."""

        def in_money(amount):
            return money(amount, invoice.currency)

        def as_day(day):
            return in_words(date.fromisoformat(day))

        shown = {"total": in_money, "amount": in_money, "currency": None, "received_on": as_day}
        return history_of(invoice, shown=shown)

    @action(description=_("PDF"), url_path="pdf", permissions=["view"], icon="download")
    def paper(self, request, object_id):
        invoice = self.get_object(request, object_id)
        if invoice is None:
            raise Http404
        return as_download(invoice_pdf(invoice), invoice.number)
