"""Two workers write what is due at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone

from cxpa_portal.digest import writing
from cxpa_portal.digest.kinds import KIND
from cxpa_portal.digest.writing import write_due
from members.mail.models import DigestEntry, DigestSchedule, Mail
from members.mail.sections import Item

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY = datetime(2026, 6, 8, 9, tzinfo=UTC)


@pytest.fixture
def race(make_person, clock, tell_in_digest, monkeypatch):
    """`race()`: two workers, each in the middle of a batch of three when the other is; gives (letters each wrote,
    the people they looked at)."""
    monkeypatch.setattr(writing, "BATCH", 3)
    clock(MONDAY - timedelta(days=4))
    people = [make_person() for _ in range(6)]
    for person in people:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    write_due(timezone.now())  # their schedules
    clock(MONDAY)
    together = Barrier(2, timeout=10)
    seen = []

    def slowly(person, since, until):
        seen.append(person.pk)
        if len(seen) <= 2:
            together.wait()
        return [Item("sample:1", "News number 1", "/1/", "From the sample")]

    tell_in_digest("sample", slowly)

    def work(_worker):
        try:
            return write_due(timezone.now())
        finally:
            connection.close()

    def run():
        with ThreadPoolExecutor(2) as both:
            return list(both.map(work, range(2))), seen

    return run


def test_each_person_is_written_to_by_one_of_them(race, django_user_model):
    counts, seen = race()
    assert sum(counts) == 6
    assert min(counts) >= 1
    assert sorted(seen) == sorted(django_user_model.objects.values_list("pk", flat=True)), "nobody was looked at twice"
    assert Mail.objects.filter(kind=KIND).count() == DigestEntry.objects.count() == 6


def test_without_the_claim_both_would_write_to_the_same_person(race, monkeypatch):
    """The control: rows that nobody holds. The ledger stops the second letter, but the work was done twice."""
    queryset = type(DigestSchedule.objects.all())
    monkeypatch.setattr(queryset, "select_for_update", lambda self, **about: self)
    _counts, seen = race()
    assert seen[0] == seen[1]
    assert len(seen) > len(set(seen))
