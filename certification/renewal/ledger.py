"""The ledger as its page shows it: cycle by cycle, each with its sum."""

from dataclasses import dataclass

from .amounts import in_credits
from .cycles import Cycle, cycles_of


@dataclass
class Chapter:
    """One cycle and what was earned in it, the newest first."""

    cycle: Cycle
    credits: list

    @property
    def sum_in_words(self):
        return in_credits(sum(credit.minutes for credit in self.credits if credit.is_counted))


def ledger_of(credential):
    """Chapters, the newest cycle first; three queries at any length."""
    cycles = cycles_of(credential, credential.renewals.filter(state="confirmed"))
    credits = list(credential.credits.for_listing())
    return [Chapter(cycle, [credit for credit in credits if credit.earned_on in cycle]) for cycle in cycles]
