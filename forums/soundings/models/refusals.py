"""Why a verb of a sounding board did not happen, in a sentence."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Something is not possible now; str() says why to the one who asked."""


class NobodyToAsk(Refused):
    def __str__(self):
        return _(
            "Nobody could be asked just now: each member is asked at most once a month. Name another subject, or come "
            "back in a few days. Your words are kept."
        )


class NotNow(Refused):
    """The sounding board is closed, or it is not theirs to do."""

    def __init__(self, why=""):
        super().__init__(why)
        self.why = why

    def __str__(self):
        return str(self.why or _("This sounding board has closed meanwhile."))
