from django.contrib import admin

from members.audit.kept import LastingAdmin
from members.audit.log import record

from ..models import Issuer


@admin.register(Issuer)
class IssuerAdmin(LastingAdmin):
    """Changing the account one pays into is the most delicate change of all: it is recorded, with both numbers."""

    list_display = ["name", "effective_from", "bank", "account"]
    search_fields = ["name", "account"]

    def save_model(self, request, obj, form, change):
        before = {name: str(form.initial.get(name, "")) for name in form.changed_data}
        super().save_model(request, obj, form, change)
        after = {name: str(getattr(obj, name)) for name in form.changed_data}
        record(
            "billing.issuer_changed" if change else "billing.issuer_named", obj, by=request.user, was=before, now=after
        )
