from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingConfig(AppConfig):
    name = "forums.reading"
    verbose_name = _("Reading")

    def ready(self):
        from forums.discussions import by_mail
        from forums.discussions.models import Behind, Evidence
        from members.mail.incoming.addresses import is_open

        from . import digest, kinds, moving, networks, parts, receivers, sights, ways  # noqa: F401  those that receive
        from .around import unsaid

        kinds.register()
        for columns in [Behind.beside_posts, Evidence.beside_posts]:
            parts.add_to_posts(columns)
        parts.add_to_topic(Behind.beside_topics)
        parts.register_beside_names("forums/discussions/_by_mail.html", by_mail.noted)
        ways.register(
            "mail:by_mail",
            label=_("Write by mail"),
            sentence=_("Answer letters from your mail program, and begin topics there."),
            position=95,
            is_for=lambda person: person.is_authenticated and is_open(),
        )
        unsaid.keep_unsaid()
        digest.register()
        networks.register()
        sights.register()
