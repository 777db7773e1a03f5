from .invitations import Invitation
from .refusals import NobodyToAsk, NotNow, Refused
from .soundings import Sounding
from .syntheses import Agreement, Synthesis
from .views import View
from .willingness import Willingness

__all__ = [
    "Agreement",
    "Invitation",
    "NobodyToAsk",
    "NotNow",
    "Refused",
    "Sounding",
    "Synthesis",
    "View",
    "Willingness",
]
