from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RenewalConfig(AppConfig):
    name = "certification.renewal"
    verbose_name = _("Renewal and credits")

    def ready(self):
        from certification.framework import steps
        from members.mail import kinds, sections

        from . import concerns, receivers  # noqa: F401  receivers: connects them
        from .news import due, items
        from .step import step

        steps.register("renewal", step)

        for word in ["renewed", "sent_back"]:
            kinds.register(
                f"certification/renewal/{word}",
                label=_("The renewal of my CCXP"),
                reason=_("You get this because you asked for the renewal of your credential."),
                is_required=True,
                priority=3,
            )
        about = {
            "group": kinds.Group.CERTIFICATION,
            "concerns": concerns.holds_the_ccxp,
            "channels": kinds.BY_MAIL_AND_NOTICE,
        }
        kinds.register(
            "certification/renewal/claim",
            label=_("What became of activities I asked to be counted"),
            reason=_("You get this because you asked for credits."),
            **about,
        )
        kinds.register(
            "certification/renewal/reminder",
            label=_("Where my CCXP renewal stands, at most four times in a cycle"),
            reason=_("You get this because you hold the CCXP."),
            quiet=True,
            **about,
        )
        about = {"heading": _("Your CCXP renewal"), "position": 21, "may_be_less": False}
        sections.register("certification/renewal/due", items=due, **about)
        sections.register("certification/renewal/credits", heading=_("Your credits"), items=items, position=41)
