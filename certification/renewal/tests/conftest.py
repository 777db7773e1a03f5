from datetime import timedelta

import pytest
from django.utils import timezone

from certification.credentials.models import register_day
from certification.framework.models import ProgramRules
from certification.renewal.models import Credit
from events.registration.models import Registration


@pytest.fixture
def attend(make_event, hana):
    """`attend(person, days_ago=3, credit_minutes=90, **event)`: was at an event; gives the Registration."""

    def make(person, *, days_ago=3, credit_minutes=90, **changes):
        starts_at = changes.pop("starts_at", None) or timezone.now() - timedelta(days=days_ago)
        event = make_event(starts_at=starts_at, credit_minutes=credit_minutes, **changes)
        registration = Registration.objects.create(
            event=event, person=person, state="confirmed", confirmed_at=starts_at, created_at=starts_at
        )
        registration.record_attendance(by=hana)
        return registration

    return make


@pytest.fixture
def post(carol):
    """`post(credential, hours, category="real_time", earned_on=…)`: a credit, yesterday if nothing else is said."""
    count = iter(range(10_000))

    def make(credential, hours, category="real_time", earned_on=None):
        return Credit.post(
            credential,
            source=f"test:{next(count)}",
            category=category,
            minutes=int(hours * 60),
            earned_on=earned_on or register_day() - timedelta(days=1),
            title="A day of learning",
            by=carol,
        )

    return make


@pytest.fixture
def renewable(make_credential, post):
    """`renewable(person)`: a credential with 30 credits, in the last year of its cycle."""

    def make(person, hours=30, **changes):
        credential = make_credential(person, awarded_on=register_day() - timedelta(days=800), **changes)
        if hours:
            post(credential, hours, earned_on=credential.awarded_on + timedelta(days=100))
        return credential

    return make


@pytest.fixture
def fees(framework, issuer):
    """US$195 for members, US$395 for others, and an account to pay into."""
    ProgramRules.objects.update(renewal_fee_member=19500, renewal_fee_other=39500)
