from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "members.billing"
    verbose_name = _("Invoices and payments")

    def ready(self):
        from members.mail.kinds import register

        from .paper import enclosed

        about = {
            "reason": _("You get this because it concerns an invoice of yours."),
            "is_required": True,
            "keep": "receipts",
        }
        register("members/billing/issued", label=_("Invoices"), priority=2, attach=enclosed, **about)
        register("members/billing/paid", label=_("Receipts"), priority=2, attach=enclosed, **about)
        register("members/billing/voided", label=_("Invoices given up"), priority=2, **about)
        register("members/billing/credited", label=_("Credit notes"), priority=2, attach=enclosed, **about)
