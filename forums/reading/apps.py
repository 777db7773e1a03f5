from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "forums.reading"
    verbose_name = _("Reading")

    def ready(self):
        from forums.discussions.models import Behind, Evidence
        from members.mail.kinds import register

        from . import digest, networks, parts, receivers, sights  # noqa: F401  receivers: connects them
        from .around import unsaid

        register(
            "forums/reading/posted",
            label=_("New posts where I asked to hear of every one"),
            reason=_("You get this because you asked to hear of every post there, or take part in it."),
        )
        register(
            "forums/reading/mentioned",
            label=_("Posts that call me by name"),
            reason=_("You get this because somebody called you by name."),
        )
        register(
            "forums/reading/kept",
            label=_("Reminders of posts I kept"),
            reason=_("You get this because you asked to be reminded."),
        )
        for columns in [Behind.beside_posts, Evidence.beside_posts]:
            parts.add_to_posts(columns)
        parts.add_to_topic(Behind.beside_topics)
        unsaid.keep_unsaid()
        digest.register()
        networks.register()
        sights.register()
