from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "forums.moderation"
    verbose_name = _("Moderation")

    def ready(self):
        from forums.discussions.models import attachments
        from members.mail.kinds import BY_MAIL_AND_NOTICE, BY_NOTICE, Channel, Group, register

        from . import drafts, enclosed, following, page_parts, receivers, screening, silence  # noqa: F401  receivers: connects them
        from .models import holds

        register(
            "forums/moderation/returned",
            label=_("A moderator asks me to change something"),
            reason=_("You get this because you wrote what it is about."),
            group=Group.ANSWERS,
            channels=BY_MAIL_AND_NOTICE,
        )
        register(
            "forums/moderation/hidden",
            label=_("A moderator has hidden what I wrote"),
            reason=_("You get this because you wrote what it is about."),
            group=Group.ANSWERS,
            channels=BY_MAIL_AND_NOTICE,
        )
        register(
            "forums/moderation/published",
            label=_("What waited for a moderator is published"),
            reason=_("You get this because you wrote what it is about."),
            group=Group.ANSWERS,
            channels=BY_MAIL_AND_NOTICE,
        )
        register(
            "forums/moderation/acted",
            label=_("A moderator decides whether I can write or sign in"),
            reason=_("You get this because it concerns your account."),
            is_required=True,
            priority=1,
        )
        register(
            "forums/moderation/moved",
            label=_("What a moderator does to a topic or a post of mine"),
            reason=_("You are told because you wrote it."),
            group=Group.ANSWERS,
            channel=Channel.NOTICE,
            channels=BY_NOTICE,
        )
        attachments.spare(holds.with_their_files)
        enclosed.register()
        silence.register()
        drafts.register()
        page_parts.register()
        screening.register()
