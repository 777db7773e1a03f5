from django.contrib import admin
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from members.audit.kept import ReadAdmin

from ..models import CreditNote
from ..paper import credit_note_pdf
from ..views import as_download


@admin.register(CreditNote)
class CreditNoteAdmin(ReadAdmin):
    """Issued from the page of an invoice; here to be found again."""

    list_display = ["number", "invoice", "given_back", "reason", "issued_on", "issued_by"]
    list_select_related = ["invoice", "issued_by"]
    search_fields = ["number", "invoice__number", "invoice__billed_name", "invoice__billed_email"]
    date_hierarchy = "issued_on"
    fields = readonly_fields = [
        *("number", "invoice", "given_back", "reason", "issued_on", "issued_by", "issued_at"),
    ]
    actions_detail = ["paper"]

    @display(description=_("amount"), ordering="amount")
    def given_back(self, note):
        return note.amount_in_words

    @action(description=_("PDF"), url_path="pdf", permissions=["view"], icon="download")
    def paper(self, request, object_id):
        note = self.get_object(request, object_id)
        if note is None:
            raise Http404
        return as_download(credit_note_pdf(note), note.number)
