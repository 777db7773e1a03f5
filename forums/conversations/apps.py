from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "forums.conversations"
    verbose_name = _("Conversations")

    def ready(self):
        from members.mail.kinds import register

        from . import digest, drafts
        from .models import files

        register(
            "forums/conversations/messaged",
            label=_("Messages to me"),
            reason=_("You get this because somebody wrote to you. The next letter comes when you have read this one."),
        )
        register(
            "forums/conversations/invited",
            label=_("People who would like to talk to me"),
            reason=_("You get this because somebody asks to talk to you."),
        )
        digest.register()
        files.register()
        drafts.register()
