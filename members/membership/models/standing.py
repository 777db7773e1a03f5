"""Where somebody stands today, in one sentence: a function of their terms, their open invoice and the date."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from members.days import in_words

from .memberships import Membership

NONE, AWAITING_PAYMENT, ACTIVE, GRACE, LAPSED = "none", "awaiting_payment", "active", "grace", "lapsed"


@dataclass(frozen=True)
class Standing:
    """What a page shows of a membership."""

    state: str
    sentence: str  # with its date and what happens next
    url: str  # of the next step; of the membership where there is none
    action: str = ""  # the label of the next step
    is_due: bool = False  # something for the person to do now
    term: object = None  # the Term that ends last
    dues: object = None  # the open Dues, its invoice with it

    @property
    def is_member(self):
        return self.state in (ACTIVE, GRACE)

    @property
    def label(self):
        """The state in a word or two."""
        return {
            NONE: _("Free account"),
            AWAITING_PAYMENT: _("Waiting for your payment"),
            ACTIVE: _("Member"),
            GRACE: _("Member, for a few more days"),
            LAPSED: _("Membership ended"),
        }[self.state]

    @property
    def kind(self):
        """How it looks: well · due · over · plain."""
        if self.is_due:
            return "due"
        return {ACTIVE: "well", LAPSED: "over"}.get(self.state, "plain")


def state_on(day, term):
    """The state on the local date `day` of somebody whose last term is `term` (or None)."""
    if term is None:
        return NONE
    if day <= term.ends_on:
        return ACTIVE
    return GRACE if day <= term.grace_ends_on else LAPSED


def standing_of(person):
    """The Standing of `person` today, where they live: one query for who never asked to join, else three."""
    membership = Membership.objects.filter(person=person).first()
    if membership is None:
        return _never()
    membership.person = person
    return _standing(membership, membership.last_term, membership.open_dues)


def standings_of(people):
    """{pk: Standing} of those of `people` who ever asked to join: three queries, however many."""
    by_pk = {person.pk: person for person in people}
    found = Membership.objects.filter(person__in=list(by_pk)).with_last_term_and_dues()
    for membership in found:
        membership.person = by_pk[membership.person_id]
    return {each.person_id: _standing(each, *each.last_term_and_dues) for each in found}


def _standing(membership, term, dues):
    state = state_on(membership.today, term)
    if dues:
        return _awaiting(state, term, dues, is_overdue=dues.invoice.due_on < membership.today)
    if state == NONE:
        return _never()
    if state == ACTIVE:
        return _active(term, is_due=membership.today >= term.renewal_opens_on)
    return _grace(term) if state == GRACE else _lapsed(term)


def _never():
    return Standing(
        NONE,
        _(
            "You have a free account. Members also write on the boards of members, take the places that events keep"
            " for them, and pay less for the CCXP."
        ),
        url=reverse("membership:plans"),
        action=_("See what membership brings"),
    )


def _awaiting(state, term, dues, *, is_overdue):
    """An invoice is open: the next step is the same whatever they were before."""
    words = {
        "number": dues.invoice.number,
        "total": dues.invoice.total_in_words,
        "due": in_words(dues.invoice.due_on),
        "ends": term and term.ends_in_words,
        "grace": term and term.grace_ends_in_words,
    }
    if state == ACTIVE:
        sentence = _(
            "You are a member until %(ends)s. Your renewal waits for %(total)s, due by %(due)s; no day is lost."
        )
    elif state == GRACE:
        sentence = _(
            "Your membership ended on %(ends)s; everything stays open to you until %(grace)s."
            " Your renewal waits for %(total)s, due by %(due)s."
        )
    elif is_overdue:
        sentence = _(
            "You become a member on the day your %(total)s arrive. They were due by %(due)s;"
            " the invoice can still be paid."
        )
    else:
        sentence = _("You become a member on the day your %(total)s arrive. They are due by %(due)s.")
    return Standing(
        AWAITING_PAYMENT if state in (NONE, LAPSED) else state,
        sentence % words,
        url=dues.invoice.get_absolute_url(),
        action=_("See how to pay"),
        is_due=True,
        term=term,
        dues=dues,
    )


def _active(term, *, is_due):
    words = {"ends": term.ends_in_words, "opens": term.renewal_opens_in_words}
    if not is_due:
        sentence = _("You are a member until %(ends)s. You can renew from %(opens)s on; we write to you then.") % words
        return Standing(ACTIVE, sentence, url=reverse("membership:membership"), term=term)
    sentence = _("You are a member until %(ends)s. Renew now and the next term begins the day after: no day is lost.")
    return Standing(ACTIVE, sentence % words, **_renew(), is_due=True, term=term)


def _grace(term):
    words = {"ends": term.ends_in_words, "grace": term.grace_ends_in_words}
    sentence = _(
        "Your membership ended on %(ends)s. Until %(grace)s everything stays open to you;"
        " renew by then and no day is lost."
    )
    return Standing(GRACE, sentence % words, **_renew(), is_due=True, term=term)


def _lapsed(term):
    sentence = _("You were a member until %(ends)s. Your account, your profile and what you wrote are still here.")
    return Standing(LAPSED, sentence % {"ends": term.ends_in_words}, **_renew(_("Become a member again")), term=term)


def _renew(label=None):
    return {"url": reverse("membership:renewal"), "action": label or _("Renew my membership")}
