"""What one plan would mean for one person if they took it today."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from members.days import in_words

from .models import Membership
from .models.standing import ACTIVE, GRACE, LAPSED, NONE, state_on
from .months import last_day


class Offer:
    def __init__(self, person, plan):
        self.plan = plan
        self.membership = Membership.objects.filter(person=person).first() or Membership(person=person)
        self.membership.person = person

    @cached_property
    def term(self):
        """The last term so far, or None."""
        return self.membership.last_term if self.membership.pk else None

    @cached_property
    def dues(self):
        """What is open already: asking again leads to it."""
        return self.membership.open_dues if self.membership.pk else None

    @property
    def state(self):
        return state_on(self.membership.today, self.term)

    @property
    def is_renewal(self):
        return self.state in (ACTIVE, GRACE)

    @property
    def too_early(self):
        """The sentence that says since when one can renew; empty when one can."""
        if self.term is None or self.membership.today >= self.term.renewal_opens_on:
            return ""
        words = {"ends": self.term.ends_in_words, "opens": self.term.renewal_opens_in_words}
        return _("You are a member until %(ends)s. You can renew from %(opens)s on.") % words

    @property
    def ends(self):
        """The new last day in words, if the payment arrived today."""
        begins = self.membership.next_term_begins(paid_on=self.membership.today) if self.term else self.membership.today
        return in_words(last_day(begins, self.plan.months))

    @property
    def sentence(self):
        """When it would begin and end."""
        words = {"ends": self.ends, "months": self.plan.months, "day": self.term and self.term.ends_in_words}
        return {
            NONE: _("You are a member from the day your payment arrives, for %(months)d months."),
            ACTIVE: _("Your next term begins the day after %(day)s and ends on %(ends)s: no day is lost."),
            GRACE: _(
                "Your next term begins the day after %(day)s, as if you had never been away, and ends on %(ends)s."
            ),
            LAPSED: _("You are a member again from the day your payment arrives, for %(months)d months."),
        }[self.state] % words
