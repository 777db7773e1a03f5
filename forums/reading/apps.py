from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "forums.reading"
    verbose_name = _("Reading")

    def ready(self):
        from members.mail.kinds import register

        from . import digest, receivers  # noqa: F401  receivers: connects them

        register(
            "forums/reading/posted",
            label=_("New posts in topics I watch"),
            reason=_("You get this because you watch this topic."),
        )
        digest.register()
