"""How the tests are run: who gets which, in what order, and what each finds in the database."""

import pytest
from django.test import TransactionTestCase
from xdist.scheduler import LoadScopeScheduling

from cxpa_portal.embedded.migrating import quick_migrations

from . import planted

# What these make for all of their tests takes long, so one worker runs all of each.
TOGETHER = (
    "cxpa_portal/demo/tests/seeded/",
    "cxpa_portal/embedded/tests/test_start_servers.py",
    "forums/discussions/tests/archive/",
)
# Up to a minute each: begun last, one of them would be waited for by all the other workers.
LONG = ("forums/discussions/tests/archive/", "cxpa_portal/tests/", "cxpa_portal/demo/tests/seeded/")


class Scheduling(LoadScopeScheduling):
    """Whoever is free takes the next test, or all of those that belong together."""

    def _split_scope(self, nodeid):
        return next((path for path in TOGETHER if nodeid.startswith(path)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    # By path: the marks of xdist's own `loadgroup` get lost with this pytest, whose ids it can no longer extend.
    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """The longest first. Each test finds what the migrations left, so the order is free."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """What pytest-django asks for before it makes a worker's database, which the real migrations then fill."""
    with quick_migrations():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database, with a copy of what the migrations planted."""
    with django_db_blocker.unblock():
        planted.keep()
    empties, TransactionTestCase._fixture_teardown = TransactionTestCase._fixture_teardown, planted.restore
    yield
    TransactionTestCase._fixture_teardown = empties
