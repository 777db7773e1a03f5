"""The right to sit, and sittings."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.exams.models import Sitting


@pytest.fixture
def make_authorization(make_application):
    """`make_authorization(person=ann)`: the right to sit that came with an approval."""
    return lambda person=None: make_application("approved", person=person).authorization


@pytest.fixture
def make_sitting(make_authorization, carol):
    """`make_sitting(person=ann, at=…, authorization=…)`: a sitting in Zurich, arranged for next week."""
    count = iter(range(1, 10_000))

    def make(person=None, at=None, authorization=None):
        return Sitting.schedule(
            authorization or make_authorization(person),
            at=at or timezone.now() + timedelta(days=7),
            time_zone="Europe/Zurich",
            place="Test centre, Seestrasse 1, Zurich",
            provider_reference=f"P-{next(count):05}",
            by=carol,
        )

    return make
