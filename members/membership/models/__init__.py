from .dues import Dues
from .memberships import Membership
from .plans import Plan
from .refusals import CannotBegin, NotYet
from .standing import Standing, standing_of, standings_of
from .terms import Term

__all__ = ["CannotBegin", "Dues", "Membership", "NotYet", "Plan", "Standing", "Term", "standing_of", "standings_of"]
