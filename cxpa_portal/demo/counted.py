"""Credits for many things at once: the very rows that each check-in, and each claim, would have posted by itself.

That both ways lead to the same rows is tested (tests/test_same_rows.py).
"""

from certification.credentials.models import Credential
from certification.renewal import letters
from certification.renewal.models import Category, Claim, Credit
from certification.renewal.models.claims import State
from certification.renewal.models.credits import QUARTER
from certification.renewal.receivers import is_earned

from . import clock
from .entries import record


def post_for_events(attended):
    """A credit for each of `attended`, (moment, Registration, by), who held a credential on that day."""
    people = {place.person_id for _at, place, _by in attended if place.event.credit_minutes >= QUARTER}
    held = Credential.objects.filter(person__in=people, succeeded_at=None).select_related("person")
    held = {credential.person_id: credential for credential in held.prefetch_related("changes")}
    earned = [
        (at, place, by)
        for at, place, by in attended
        if place.person_id in held
        and place.event.credit_minutes >= QUARTER
        and is_earned(held[place.person_id], place.event)
    ]
    credits = Credit.objects.bulk_create(
        Credit(credential=held[place.person_id], posted_at=at, posted_by=by, **_for_event(place))
        for at, place, by in earned
    )
    through = Credit.subjects.through
    through.objects.bulk_create(
        through(credit=credit, subject=subject)
        for credit, (_at, place, _by) in zip(credits, earned, strict=True)
        for subject in place.event.subjects.all()
    )
    _record(credits)
    for credit in credits:
        with clock.held_at(credit.posted_at):
            letters.credit_posted(credit)


def accept(claimed, *, by):
    """Count each of `claimed`, (Claim as it was made, moment of the decision)."""
    claims = [claim for claim, _at in claimed]
    for claim, at in claimed:
        claim.state, claim.decided_at, claim.decided_by = State.ACCEPTED, at, by
    Claim.objects.bulk_create(claims)
    for claim in claims:
        record([(claim.claimed_at, "renewal.claimed", claim.credential.person, claim, {"minutes": claim.minutes})])
        record([(claim.decided_at, "renewal.claim_accepted", by, claim, {})])
    _record(Credit.objects.bulk_create(Credit(posted_by=by, **_for_claim(claim)) for claim in claims))
    for claim, at in claimed:
        with clock.held_at(at):
            letters.claim_decided(claim)


def _for_event(place):
    event = place.event
    return {
        "source": place.source,
        "category": Category.REAL_TIME,
        "minutes": event.credit_minutes - event.credit_minutes % QUARTER,
        "earned_on": event.first_day,
        "title": event.title,
        "url": event.get_absolute_url(),
    }


def _for_claim(claim):
    return {
        "credential": claim.credential,
        "posted_at": claim.decided_at,
        "source": f"claim:{claim.pk}",
        "category": claim.category,
        "minutes": claim.minutes,
        "earned_on": claim.done_on,
        "title": f"{claim.title} · {claim.provider}"[:250],
    }


def _record(credits):
    record(
        (credit.posted_at, "renewal.credit_posted", credit.posted_by, credit, {"minutes": credit.minutes})
        for credit in credits
    )
