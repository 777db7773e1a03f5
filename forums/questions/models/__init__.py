"""Answers that helped, what came of them, and when the asker is asked."""

from .answers import Acceptance, NotAcceptable, TooManyAccepted
from .desk import DeskClaim, DeskVolunteer
from .followups import FollowUp
from .months import PromiseMonth
from .outcomes import NotTellable, Outcome
from .promises import Promise, Told

__all__ = [
    "Acceptance",
    "DeskClaim",
    "DeskVolunteer",
    "FollowUp",
    "NotAcceptable",
    "NotTellable",
    "Outcome",
    "Promise",
    "PromiseMonth",
    "Told",
    "TooManyAccepted",
]
