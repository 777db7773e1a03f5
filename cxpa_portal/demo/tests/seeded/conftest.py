"""The demo community is seeded once for the tests of this folder, which only read it."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction

# What these migrations planted is gone where a test with real threads emptied the tables.
PLANTING = [
    ("members.subjects.migrations.0002_first_subjects", "plant"),
    ("certification.framework.migrations.0002_first_edition", "lay"),
    ("certification.applications.migrations.0002_roles", "give"),
    ("forums.articles.migrations.0002_first_pages", "plant_first_pages"),
]


@pytest.fixture(scope="package", autouse=True)
def _seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        for migration, name in PLANTING:
            getattr(import_module(migration), name)(apps, None)
        call_command("demo", stdout=StringIO())
        yield
        transaction.set_rollback(True)
