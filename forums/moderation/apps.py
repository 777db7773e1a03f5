from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ModerationConfig(AppConfig):
    name = "forums.moderation"
    verbose_name = _("Moderation")

    def ready(self):
        from forums.discussions.models import attachments
        from members.mail.kinds import register

        from . import drafts, page_parts, receivers, screening  # noqa: F401  receivers: connects them
        from .models import holds

        register(
            "forums/moderation/returned",
            label=_("A moderator asks me to change something"),
            reason=_("You get this because you wrote what it is about."),
        )
        register(
            "forums/moderation/hidden",
            label=_("A moderator has hidden what I wrote"),
            reason=_("You get this because you wrote what it is about."),
        )
        register(
            "forums/moderation/published",
            label=_("What waited for a moderator is published"),
            reason=_("You get this because you wrote what it is about."),
        )
        attachments.spare(holds.with_their_files)
        drafts.register()
        page_parts.register()
        screening.register()
