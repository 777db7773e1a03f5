from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SoundingsConfig(AppConfig):
    name = "forums.soundings"
    verbose_name = _("Sounding boards")
