"""How far a holder is in the cycle, by the rules that were in force when it began."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from certification.credentials.models import register_day
from certification.credentials.rules import rules_on, rules_on_each
from certification.framework.models import ProgramRules
from members.days import in_words

from .amounts import in_credits, number
from .cycles import Cycle, current_cycle
from .models import Credit


@dataclass
class Progress:
    """Minutes counted, and what they are counted against."""

    cycle: Cycle
    rules: ProgramRules
    entries: list  # (day, category, minutes) of what counts, in the order of the days
    today: date

    @cached_property
    def real_time(self):
        return sum(minutes for _day, category, minutes in self.entries if category == "real_time")

    @cached_property
    def other_done(self):
        """Other activities, all of them."""
        return sum(minutes for _day, category, minutes in self.entries if category == "other")

    @property
    def other(self):
        """Other activities, as far as the rule counts them."""
        return min(self.other_done, self.other_most)

    @property
    def total(self):
        return self.real_time + self.other

    @property
    def needed(self):
        return self.rules.credits_needed * 60

    @property
    def real_time_needed(self):
        return self.rules.credits_real_time * 60

    @property
    def other_most(self):
        return self.rules.credits_other_most * 60

    @property
    def missing_real_time(self):
        return max(self.real_time_needed - self.real_time, 0)

    @property
    def missing(self):
        """Minutes still to gather: what completes the sum may be more where real-time learning is short."""
        return max(self.needed - self.total, self.missing_real_time, 0)

    @property
    def is_met(self):
        return not self.missing

    @property
    def has_begun(self):
        return self.today >= self.cycle.first

    @property
    def has_ended(self):
        return self.today > self.cycle.last

    @property
    def opens_on(self):
        """The first day on which the renewal may be asked for."""
        return self.cycle.last - timedelta(days=self.rules.renewal_opens_days)

    @property
    def is_open(self):
        return self.opens_on <= self.today <= self.cycle.last

    @property
    def so_far_in_words(self):
        return _("%(done)s of %(needed)s") % {"done": number(self.total), "needed": in_credits(self.needed)}

    @property
    def real_time_in_words(self):
        return in_credits(self.real_time)

    @property
    def other_in_words(self):
        """With what the rule leaves uncounted, where there is more than it counts."""
        if self.other_done > self.other:
            about = {"counted": number(self.other), "done": in_credits(self.other_done)}
            return _("%(counted)s of %(done)s") % about
        return in_credits(self.other)

    @property
    def missing_in_words(self):
        """What is missing, as a sentence; "" when nothing is."""
        if self.is_met:
            return ""
        about = {"missing": in_credits(self.missing), "real": number(self.missing_real_time)}
        if self.missing_real_time == self.missing:
            return _("%(missing)s are still missing, from real-time learning.") % about
        if self.missing_real_time:
            return _("%(missing)s are still missing, at least %(real)s of them from real-time learning.") % about
        return _("%(missing)s are still missing, of either kind.") % about

    @property
    def opening_in_words(self):
        """When the renewal may be asked for, as a sentence."""
        if self.has_ended:
            return _("The time to renew ended on %(last)s.") % {"last": in_words(self.cycle.last)}
        if self.is_open:
            return _("The renewal is open until %(last)s.") % {"last": in_words(self.cycle.last)}
        return _("The renewal opens on %(opens)s.") % {"opens": in_words(self.opens_on)}


def progress_of(credential, on=None):
    """The Progress of `credential` on a day (default: today). Two queries."""
    cycle = current_cycle(credential)
    entries = credential.credits.counted().within(cycle.first, cycle.last).order_by("earned_on", "pk")
    return Progress(
        cycle=cycle,
        rules=rules_on(cycle.first),
        entries=list(entries.values_list("earned_on", "category", "minutes")),
        today=on or register_day(),
    )


def progresses_of(credentials):
    """{pk: Progress} of several credentials today: one query for their credits, and one for the rules."""
    cycles = {credential.pk: current_cycle(credential) for credential in credentials}
    rules, entries = rules_on_each({cycle.first for cycle in cycles.values()}), defaultdict(list)
    credits = Credit.objects.counted().filter(credential__in=list(cycles)).order_by("earned_on", "pk")
    for pk, *entry in credits.values_list("credential_id", "earned_on", "category", "minutes"):
        if cycles[pk].first <= entry[0] <= cycles[pk].last:
            entries[pk].append(tuple(entry))
    today = register_day()
    return {pk: Progress(cycle, rules[cycle.first], entries[pk], today) for pk, cycle in cycles.items()}
