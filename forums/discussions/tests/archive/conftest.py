"""A whole real community, where DISCOURSE_ARCHIVE names it: the public archive of the Urho3D forum.

It comes once for all tests of this folder, which only read it: one worker runs them (`TOGETHER` in
cxpa_portal/tests/machinery.py). What they write goes with each of them; the community goes with the last.
"""

import os
from pathlib import Path

import pytest
from django.db import connection, transaction

from forums.discussions.tests.test_import_discourse import bring


@pytest.fixture(scope="session")
def archive():
    """The path of the archive; a test that asks for it is skipped where there is none."""
    if not os.environ.get("DISCOURSE_ARCHIVE"):
        pytest.skip("DISCOURSE_ARCHIVE names no archive")
    return Path(os.environ["DISCOURSE_ARCHIVE"])


@pytest.fixture(scope="package")
def imported_archive(archive, django_db_setup, django_db_blocker):
    """The community is here; what the import said. Tests that ask for it need `django_db` as well."""
    with django_db_blocker.unblock(), transaction.atomic():
        said = bring(archive)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # what autovacuum does a minute after; the tests before left it with empty tables
        connection.check_constraints()  # all at once: each test would check all that came again
        yield said
        transaction.set_rollback(True)
