from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "members.networks"
    verbose_name = _("Networks")

    def ready(self):
        from members.mail import sections

        from . import news

        sections.register("members/networks/near", heading=_("Near you"), items=news.near, position=31, most=2)
