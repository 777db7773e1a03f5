"""Being a member is one moment, compared with the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_a_person_belongs_until_the_moment_passes(cleo, carol):
    cleo.belong_until(timezone.now() + timedelta(days=365), by=carol)
    cleo.refresh_from_db()
    assert cleo.is_member
    cleo.belong_until(timezone.now() - timedelta(seconds=1), by=carol)
    assert not cleo.is_member


def test_saying_it_twice_records_it_once(cleo, carol):
    moment = timezone.now() + timedelta(days=365)
    cleo.belong_until(moment, by=carol)
    cleo.belong_until(moment, by=carol)
    assert Entry.objects.filter(action="accounts.belongs", by=carol).count() == 1


def test_it_can_end(ann, carol):
    ann.belong_until(None, by=carol)
    ann.refresh_from_db()
    assert not ann.is_member
