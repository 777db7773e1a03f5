from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "members.accounts"
    verbose_name = _("People")

    def ready(self):
        from members.mail.kinds import register

        from . import receivers  # noqa: F401  connects them

        register(
            "accounts",
            label=_("Your account"),
            reason=_("You get this because it concerns signing in to your account."),
            is_required=True,
            priority=0,
            keep="codes",
            lasts=timedelta(minutes=15),
        )
