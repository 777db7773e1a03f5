"""Who answers in which subject, what peers say of it on evidence, and questions asked of one of them."""

from .capacities import MOST_A_MONTH, Capacity, month_of
from .endorsements import Endorsement, NotEndorsable, endorse_by_acceptance, withdraw_by_acceptance
from .expertises import ENOUGH, MOST, TRANSITIONS, Expertise, NotNow, TooMany
from .muted import MutedSubject
from .referrals import WORKING_DAYS, NoPlaceLeft, NotReferable, Referral

__all__ = [
    "ENOUGH",
    "MOST",
    "MOST_A_MONTH",
    "TRANSITIONS",
    "WORKING_DAYS",
    "Capacity",
    "Endorsement",
    "Expertise",
    "MutedSubject",
    "NoPlaceLeft",
    "NotEndorsable",
    "NotNow",
    "NotReferable",
    "Referral",
    "TooMany",
    "endorse_by_acceptance",
    "month_of",
    "withdraw_by_acceptance",
]
