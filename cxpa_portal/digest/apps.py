from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

KIND = "cxpa_portal/digest/weekly"


class DigestConfig(AppConfig):
    name = "cxpa_portal.digest"
    verbose_name = _("Digest")

    def ready(self):
        from members.mail.kinds import register

        register(
            KIND,
            label=_("My week at CXPA"),
            reason=_("You get this once a week, with what is new for you at CXPA and nothing twice."),
            priority=9,
            is_digest=True,
        )
