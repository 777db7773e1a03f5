"""Renewal: the credits of a holder, those they claim themselves, what asks for the next three years, and reminders."""

from .claims import Claim
from .credits import Category, Credit
from .reminders import Reminder
from .renewals import NotOpen, Renewal

__all__ = ["Category", "Claim", "Credit", "NotOpen", "Reminder", "Renewal"]
