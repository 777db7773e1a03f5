"""Claims of credit."""

from datetime import timedelta
from uuid import uuid4

import pytest

from certification.credentials.models import register_day
from certification.renewal.models import Claim


@pytest.fixture
def make_claim(db):
    """`make_claim(credential, **changes)`: six and a half hours of a course, ten days ago, that staff have to judge."""

    def make(credential, **changes):
        fields = {
            "title": "Service design in a week",
            "provider": "Northwind Academy",
            "done_on": register_day() - timedelta(days=10),
            "minutes": 390,
            "category": "real_time",
        }
        return Claim.make(credential, by=credential.person, token=uuid4(), **fields | changes)

    return make
