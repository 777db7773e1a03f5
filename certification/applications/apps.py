from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "certification.applications"
    verbose_name = _("Applications")

    def ready(self):
        from certification.framework import steps
        from members.mail import sections
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Group, register

        from . import concerns, receivers  # noqa: F401  receivers: connects them
        from .digest import items
        from .steps import step

        steps.register("applications", step)
        reason = _("You get this because you applied for the CCXP.")
        for letter, label in [
            ("received", _("Your application is in review")),
            ("changes", _("The reviewers ask for changes")),
            ("approved", _("Your application is approved")),
            ("denied", _("Your application is not approved")),
            ("closed", _("Your application is closed")),
        ]:
            register(f"certification/applications/{letter}", label=label, reason=reason, is_required=True, priority=3)
        register(
            "certification/applications/runs_out",
            label=_("Before an unfinished CCXP application is closed"),
            reason=_("You get this because you began an application for the CCXP."),
            group=Group.CERTIFICATION,
            concerns=concerns.has_applied,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        sections.register(
            "certification/applications/mine", heading=_("Your CCXP application"), items=items, position=40
        )
