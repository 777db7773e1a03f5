"""What is true of a credential on a day, in one place: whatever shows it asks here, so that no two places disagree."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from members.days import in_words


@dataclass(frozen=True)
class Standing:
    """The answer of the register."""

    kind: str  # certified, suspended, expired, revoked, surrendered
    word: str  # one word for a row
    sentence: str  # the whole answer
    since: date  # the day from which this has been so
    is_valid: bool = False

    @property
    def has_ended(self):
        """Over for good: its holder would have to earn it anew."""
        return self.kind in {"expired", "revoked", "surrendered"}


def standing_of(credential, on):
    """The Standing of `credential` on the day `on`, which is today or later: its past states are in its changes.

    A suspension outlasts the term, because it says more; whoever gets it back after the term has a credential that
    ended.
    """
    name, first, last = credential.name, credential.awarded_on, credential.expires_on
    changed = credential.state_since
    words = {
        "name": name,
        "year": first.year,
        "first": in_words(first),
        "last": in_words(last),
        "changed": in_words(changed),
    }
    if credential.state == "revoked":
        sentence = _("The CCXP certification of %(name)s was withdrawn on %(changed)s.")
        return Standing("revoked", _("Withdrawn"), sentence % words, changed)
    if credential.state == "surrendered":
        sentence = _("%(name)s was a CCXP from %(year)s and gave the certification back on %(changed)s.")
        return Standing("surrendered", _("Given back"), sentence % words, changed)
    if credential.state == "suspended":
        sentence = _("The CCXP certification of %(name)s was suspended on %(changed)s and is not valid meanwhile.")
        return Standing("suspended", _("Suspended"), sentence % words, changed)
    if on > last:
        sentence = _("%(name)s was a CCXP from %(year)s. The certification ended on %(last)s.")
        return Standing("expired", _("Ended"), sentence % words, last)
    sentence = _("%(name)s has been a CCXP since %(year)s, valid until %(last)s.")
    return Standing("certified", _("Certified"), sentence % words, first, is_valid=True)
