from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CredentialsConfig(AppConfig):
    name = "certification.credentials"
    verbose_name = _("Credentials")

    def ready(self):
        from certification.framework import steps
        from members.mail import kinds, sections

        from . import receivers  # noqa: F401  connects them
        from .news import items
        from .step import step

        for word in ["awarded", "changed"]:
            kinds.register(
                f"certification/credentials/{word}",
                label=_("My CCXP credential"),
                reason=_("You get this because it concerns your own credential."),
                is_required=True,
                priority=3,
            )
        sections.register("certification/credentials/new", heading=_("New CCXPs"), items=items, position=42)
        steps.register("credentials", step)
