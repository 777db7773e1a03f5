"""The demo community on one Monday morning, seeded once for the tests of this folder, which only read it."""

from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import transaction

from cxpa_portal.demo import community
from cxpa_portal.demo.tests.seeded.conftest import PLANTING

MONDAY = datetime(2026, 11, 16, 8, tzinfo=UTC)


@pytest.fixture(scope="package", autouse=True)
def monday(django_db_setup, django_db_blocker):
    """The moment at which the letters are written."""
    with time_machine.travel(MONDAY), django_db_blocker.unblock(), transaction.atomic():
        for migration, name in PLANTING:
            getattr(import_module(migration), name)(apps, None)
        community.make(now=MONDAY)
        yield MONDAY
        transaction.set_rollback(True)
