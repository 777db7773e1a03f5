"""Why a verb of this room said no. The text of each is the sentence for whoever asked."""


class NotYet(Exception):
    """It is too early to renew."""


class CannotBegin(Exception):
    """A term cannot lie where it was asked for."""
