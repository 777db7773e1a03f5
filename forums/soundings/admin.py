"""Staff see that there are sounding boards, how many were asked and how many answered; never who, and never a word."""

from django.contrib import admin
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from members.audit.kept import ReadAdmin

from .models import Invitation, Sounding


@admin.register(Sounding)
class SoundingAdmin(ReadAdmin):
    list_display = [
        "number",
        "state",
        "opened_at",
        "ends_at",
        "asked",
        "declined",
        "replaced",
        "view_count",
        "published",
    ]
    list_filter = ["state"]
    date_hierarchy = "opened_at"
    ordering = ["-opened_at", "-pk"]
    fields = readonly_fields = ["state", "opened_at", "ends_at", "closed_at", "asked", "declined", "replaced"]

    def get_queryset(self, request):
        def count(*states):
            places = Invitation.objects.filter(sounding=OuterRef("pk")).order_by().values("sounding")
            places = places.filter(state__in=states) if states else places
            return Coalesce(Subquery(places.annotate(n=Count("pk")).values("n")), 0)

        counts = {
            "asked_count": count(),
            "declined_count": count(Invitation.DECLINED),
            "replaced_count": count(Invitation.REPLACED),
        }
        rows = super().get_queryset(request).select_related("synthesis").annotate(**counts)
        return rows.defer("title", "text", "html", "question", "synthesis__title", "synthesis__body", "synthesis__html")

    @admin.display(description=_("number"), ordering="pk")
    def number(self, sounding):
        return str(sounding)

    @admin.display(description=_("asked"))
    def asked(self, sounding):
        return sounding.asked_count

    @admin.display(description=_("said no"))
    def declined(self, sounding):
        return sounding.declined_count

    @admin.display(description=_("replaced"))
    def replaced(self, sounding):
        return sounding.replaced_count

    @admin.display(description=_("published"), boolean=True)
    def published(self, sounding):
        return hasattr(sounding, "synthesis") and sounding.synthesis.is_published
