from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    name = "forums.articles"
    verbose_name = _("Articles and pages")

    def ready(self):
        from . import digest

        digest.register()
