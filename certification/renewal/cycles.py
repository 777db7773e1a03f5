"""Cycles: the years in which credits are gathered, and to which of them a day belongs."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Cycle:
    first: date
    last: date
    is_current: bool = False

    def __contains__(self, day):
        return self.first <= day <= self.last

    @property
    def days(self):
        return (self.last - self.first).days + 1


def current_cycle(credential):
    """The cycle whose credits decide about the next renewal. After an early renewal it lies ahead."""
    return Cycle(credential.cycle_starts_on, credential.expires_on, is_current=True)


def cycles_of(credential, renewals):
    """All Cycles of `credential`, the newest first; `renewals` are its confirmed ones."""
    past = (Cycle(renewal.cycle_starts_on, renewal.cycle_ends_on) for renewal in renewals)
    cycles = [current_cycle(credential), *sorted(past, key=lambda cycle: cycle.first, reverse=True)]
    if credential.awarded_on < cycles[-1].first:
        # Renewed before the portal kept renewals: what came before is one stretch.
        cycles.append(Cycle(credential.awarded_on, cycles[-1].first - timedelta(days=1)))
    return cycles
