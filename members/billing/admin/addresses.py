from django.contrib import admin

from members.audit.kept import LastingAdmin

from ..models import BillingAddress


@admin.register(BillingAddress)
class BillingAddressAdmin(LastingAdmin):
    """Staff correct it when somebody writes; the next invoice is made out to it."""

    list_display = ["person", "organisation", "country", "purchase_order"]
    list_select_related = ["person"]
    list_filter = ["country"]
    search_fields = ["person__name", "person__email", "organisation"]
    show_full_result_count = False
    autocomplete_fields = ["person"]

    def save_model(self, request, obj, form, change):
        obj.keep(by=request.user)
