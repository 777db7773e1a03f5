"""Why something did not happen to a playbook, in a sentence."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """Something is not possible; str() says why."""


class NotTheirs(Refused):
    def __str__(self):
        return _("This is for whoever looks after the playbook.")


class NothingInIt(Refused):
    def __str__(self):
        return _("There is no passage in it yet. Write one, then publish it.")


class NothingBehindIt(Refused):
    def __str__(self):
        return _("A passage stands on at least one post that you can read. Name one.")


class Overtaken(Refused):
    """Somebody else changed the passage meanwhile; `passage` has theirs."""

    def __init__(self, passage):
        super().__init__()
        self.passage = passage

    def __str__(self):
        return _("Somebody changed this passage while you wrote.")
