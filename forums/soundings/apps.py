from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SoundingsConfig(AppConfig):
    name = "forums.soundings"
    verbose_name = _("Sounding boards")

    def ready(self):
        from forums.reading import ways
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Group, register

        from . import drafts, staying

        register(
            "forums/soundings/invited",
            label=_("Somebody asks for my view on a half-formed idea"),
            reason=_("You get this because you are open to sounding boards: at most one a month."),
            group=Group.ANSWERS,
            concerns=ways.members,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        register(
            "forums/soundings/closed",
            label=_("My sounding board has closed"),
            reason=_("You get this because you asked five members for their view."),
            group=Group.ANSWERS,
            concerns=ways.members,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        register(
            "forums/soundings/agreement",
            label=_("Somebody wants to publish what I helped with"),
            reason=_("You get this because you gave a view, and nothing of it is published before you were asked."),
            group=Group.ANSWERS,
            concerns=ways.members,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        ways.register(
            "soundings:soundings",
            label=_("Sounding boards"),
            sentence=_("Show a half-formed idea to five members before anybody else sees it."),
            position=40,
            is_for=ways.members,
        )
        drafts.register()
        staying.register()
