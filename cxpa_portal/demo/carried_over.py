"""Memberships from before the portal: the very rows that granting each of them by its verb would have written.

A hundred and forty grants cost five seconds, and letters of welcome that nobody is to get. That both ways lead to the
same rows is tested (tests/test_same_rows.py).
"""

from datetime import datetime, time, timedelta

from django.utils import timezone

from members.accounts.models import Person
from members.membership.models import Membership, Plan, Term
from members.membership.months import last_day

from .entries import record
from .rewritten import rewrite


def carry_over(terms, *, by, reason):
    """Make the first term of each of `terms`: (e-mail address, slug of the plan, first day, months)."""
    people = Person.objects.in_bulk([email for email, *_rest in terms], field_name="email")
    plans = {plan.slug: plan for plan in Plan.objects.all()}
    memberships = Membership.objects.bulk_create(Membership(person=people[email]) for email, *_rest in terms)
    made = Term.objects.bulk_create(
        Term(
            membership=membership,
            plan=plans[plan],
            starts_on=starts_on,
            ends_on=last_day(starts_on, months),
            currency=plans[plan].currency,
            grace_days=plans[plan].grace_days,
            renewal_opens_days=plans[plan].renewal_opens_days,
            granted_by=by,
            granted_reason=reason,
        )
        for membership, (_email, plan, starts_on, months) in zip(memberships, terms, strict=True)
    )
    for term in made:
        until = term.grace_ends_on + timedelta(days=1)
        term.membership.person.member_until = datetime.combine(until, time.min, tzinfo=term.membership.zone)
    rewrite(list(people.values()), ["member_until"])
    record(entry for term in made for entry in _told(term, by, reason))


def _told(term, by, reason):
    """What the verbs would have recorded of it."""
    person, at = term.membership.person, timezone.now()
    days = {"starts_on": term.starts_on.isoformat(), "ends_on": term.ends_on.isoformat()}
    yield at, "membership.began", by, term.membership, {"term": term.pk, **days, "reason": reason}
    yield at, "accounts.belongs", by, person, {"until": person.member_until.isoformat()}
