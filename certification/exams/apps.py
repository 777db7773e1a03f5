from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsConfig(AppConfig):
    name = "certification.exams"
    verbose_name = _("Sittings")

    def ready(self):
        from certification.framework import steps
        from members.mail import sections
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Group, register

        from . import concerns, receivers  # noqa: F401  receivers: connects them
        from .digest import items
        from .steps import step

        steps.register("exams", step)
        reason = _("You get this because you may sit the CCXP exam.")
        for letter, label in [
            ("scheduled", _("The date of your CCXP exam")),
            ("called_off", _("Your CCXP exam is called off")),
            ("result", _("The result of your CCXP exam")),
            ("ended", _("Your right to sit the CCXP exam has ended")),
        ]:
            register(f"certification/exams/{letter}", label=label, reason=reason, is_required=True, priority=3)
        register(
            "certification/exams/ends_soon",
            label=_("Before the right to sit the exam ends"),
            reason=reason,
            group=Group.CERTIFICATION,
            concerns=concerns.may_sit,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        sections.register("certification/exams/mine", heading=_("Your CCXP exam"), items=items, position=40)
