"""A plan, and memberships of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.membership.models import Membership, Plan


@pytest.fixture
def plan(db):
    """The plan most people take: a year for US$275."""
    return Plan.objects.create(
        name="Individual", slug="individual", who_for="One person", sentence="All of CXPA.", price=27500
    )


@pytest.fixture
def make_membership(plan, carol):
    """`make_membership(person, ends_on=…, months=12)`: a membership of one granted term that ends on that day."""

    def make(person, *, ends_on=None, **changes):
        membership = Membership.objects.get_or_create(person=person)[0]
        ends_on = ends_on or membership.today + timedelta(days=200)
        fields = {"starts_on": ends_on - timedelta(days=364), "grace_days": 30, "renewal_opens_days": 60}
        about = {"plan": plan, "granted_by": carol, "granted_reason": "For a test.", "ends_on": ends_on}
        began = timezone.now() - timedelta(days=400)
        membership.terms.create(**about | fields | {"created_at": began} | changes)
        membership.bring_in_step(by=carol)
        return membership

    return make
