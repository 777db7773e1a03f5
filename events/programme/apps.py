from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammeConfig(AppConfig):
    name = "events.programme"
    verbose_name = _("Events")

    def ready(self):
        from . import pictures

        pictures.register()
