"""Why a verb of this room said no. The text of each is the sentence for whoever asked."""


class NotPossible(Exception):
    """This cannot be done with this invoice."""


class NoIssuer(NotPossible):
    """Staff have not yet entered who issues the invoices and which account is paid into."""


class NotOpen(NotPossible):
    """The invoice was paid or given up already."""


class WrongAmount(NotPossible):
    """What arrived is not what the invoice asks for."""
