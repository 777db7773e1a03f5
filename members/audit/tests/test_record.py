import pytest
from django.db import InternalError, transaction

from members.audit.log import record
from members.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_a_record_says_what_who_and_about_what(ann, carol):
    entry = record("accounts.checked", ann, by=carol, why="on request")
    assert (entry.action, entry.by, entry.about, entry.details) == (
        "accounts.checked",
        carol,
        ann,
        {"why": "on request"},
    )


def test_a_record_is_rolled_back_with_its_verb(ann):
    with transaction.atomic():
        record("accounts.checked", ann, by=None)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.parametrize("change", [lambda found: found.update(action="else"), lambda found: found.delete()])
def test_the_database_refuses_to_change_the_record(ann, change):
    record("accounts.checked", ann, by=None)
    with pytest.raises(InternalError), transaction.atomic():
        change(Entry.objects.all())
    assert Entry.objects.get().action == "accounts.checked"
