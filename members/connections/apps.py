from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectionsConfig(AppConfig):
    name = "members.connections"
    verbose_name = _("Connections")

    def ready(self):
        from members.mail import sections

        from . import news

        sections.register("members/networks/people", heading=_("In your networks"), items=news.people, position=32)
