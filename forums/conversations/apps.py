from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    name = "forums.conversations"
    verbose_name = _("Conversations")

    def ready(self):
        from members.mail.incoming.addresses import reply_address
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Channel, Group, register

        from . import by_mail, digest, drafts, sights
        from .models import files

        register(
            "forums/conversations/messaged",
            label=_("Messages to me"),
            reason=_("You get this because somebody wrote to you. The next letter comes when you have read this one."),
            group=Group.ANSWERS,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
            is_news=True,
            answerable=reply_address,
        )
        register(
            "forums/conversations/invited",
            label=_("People who would like to talk to me"),
            reason=_("You get this because somebody asks to talk to you."),
            group=Group.ANSWERS,
            channels=(Channel.NOW, Channel.NOTICE, Channel.NEVER),
            quiet=True,
        )
        by_mail.register()
        digest.register()
        sights.register()
        files.register()
        drafts.register()
