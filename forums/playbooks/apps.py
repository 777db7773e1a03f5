from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlaybooksConfig(AppConfig):
    name = "forums.playbooks"
    verbose_name = _("Playbooks")

    def ready(self):
        from forums.reading import ways
        from members.mail.kinds import BY_MAIL_AND_NOTICE, Group, register

        from . import concerns, drafts, foot

        register(
            "forums/playbooks/due",
            label=_("A playbook of mine is due to be checked"),
            reason=_("You get this because you look after a playbook."),
            group=Group.ROLES,
            concerns=concerns.looks_after_one,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        register(
            "forums/playbooks/doubted",
            label=_("Somebody doubts a playbook of mine"),
            reason=_("You get this because you look after a playbook."),
            group=Group.ROLES,
            concerns=concerns.looks_after_one,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        register(
            "forums/playbooks/offered",
            label=_("Somebody asks me to look after a playbook"),
            reason=_("You get this because somebody would like to hand a playbook over to you."),
            group=Group.ROLES,
            concerns=ways.members,
            channels=BY_MAIL_AND_NOTICE,
            quiet=True,
        )
        ways.register(
            "playbooks:playbooks",
            label=_("Playbooks"),
            sentence=_("What solved questions taught, on a page each, with the posts behind it."),
            position=30,
        )
        drafts.register()
        foot.register()
