from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DigestConfig(AppConfig):
    name = "cxpa_portal.digest"
    verbose_name = _("Digest")

    def ready(self):
        from .kinds import register_kinds

        register_kinds()
