from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "forums.experts"
    verbose_name = _("Experts")

    def ready(self):
        from forums.reading import ways
        from members.mail import sections
        from members.mail.incoming.addresses import reply_address
        from members.mail.kinds import Channel, Group, register

        from . import addressing, concerns, digest, receivers, showing  # noqa: F401  receivers: connects them

        register(
            "forums/experts/asked",
            label=_("Questions put to me by name"),
            reason=_("You get this because you take questions as an expert."),
            group=Group.ROLES,
            concerns=concerns.is_expert,
            channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
            quiet=True,
            strength=2,
            answerable=reply_address,
        )
        ways.register(
            "experts:questions",
            label=_("Questions you could answer"),
            sentence=_("Still open, in the subjects you know."),
            position=10,
            is_for=ways.members,
        )
        ways.register(
            "experts:experts",
            label=_("Experts"),
            sentence=_("Members who answer in a subject, as their peers know them. Ask one by name."),
            position=20,
            is_for=ways.members,
        )
        sections.register(
            "forums/experts/questions",
            heading=_("Questions you could answer"),
            items=digest.could_answer,
            position=12,
            most=digest.MOST,
        )
        addressing.register()
        showing.register()
