"""The kinds of letters this room writes."""

from django.utils.translation import gettext_lazy as _

from members.mail.kinds import LETTER_ONLY, register

from .retelling import retell

KIND = "cxpa_portal/digest/weekly"
ASKED = "cxpa_portal/digest/asked"


def register_kinds():
    register(
        KIND,
        label=_("My letter from CXPA"),
        reason=_("You get this at the hour you chose, with what is new for you at CXPA and nothing twice."),
        priority=9,
        is_digest=True,
        channels=LETTER_ONLY,
        burst=20_000,
        retell=retell,
    )
    register(
        ASKED,
        label=_("Whether I still want my letter"),
        reason=_("You get this once, because we wrote to you several times and you have not been here."),
        priority=9,
        channels=LETTER_ONLY,
        concerns=lambda person: False,
        burst=5_000,
    )
