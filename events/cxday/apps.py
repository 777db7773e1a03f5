from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CxdayConfig(AppConfig):
    name = "events.cxday"
    verbose_name = _("CX Day")

    def ready(self):
        from events.programme import notes
        from events.registration import parts

        from .rooms import note_campaign, part_of_campaign

        notes.register("cxday", of=note_campaign, joins=["room__campaign"], position=5)
        parts.register("cxday", of=part_of_campaign)
