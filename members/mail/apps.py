from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "members.mail"
    verbose_name = _("Mail and notices")

    def ready(self):
        from . import addresses, chosen, providers  # noqa: F401  the last hears what providers tell
        from .incoming import kinds as incoming_kinds
        from .incoming import stopping, tasks  # noqa: F401  Celery looks for tasks in the room's own module alone

        addresses.register()
        chosen.register()
        incoming_kinds.register()
        stopping.register()
