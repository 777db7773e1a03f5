"""Queries that are kept for all who ask the same (members/statements.py)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.utils import timezone

from members.accounts.asking import STRANGER, Asker, Rights
from members.accounts.models import Person
from members.statements import FIRST_SLOT, Statement

pytestmark = pytest.mark.django_db


def named(_shape, pk, name):
    return Person.objects.filter(pk=pk, name=name, member_until__gt=timezone.now()).order_by("pk")


def test_it_is_written_once_and_asked_with_other_values(ann, maya, django_assert_num_queries):
    written = []

    def build(shape, pk, name):
        written.append(shape)
        return named(shape, pk, name)

    people = Statement(build, pk=int, name=str)
    for person in [ann, maya]:
        person.belong_until(timezone.now() + timedelta(days=1), by=person)
        with django_assert_num_queries(1):
            assert people.ask("any", pk=person.pk, name=person.name).objects == [person]
    assert people.ask("any", pk=ann.pk, name=maya.name).objects == []
    assert people.ask("any", pk=FIRST_SLOT, name="100%s %").rows == []
    assert written == ["any"]


def test_each_asking_has_its_own_moment(ann, clock):
    ann.belong_until(timezone.now() + timedelta(days=1), by=ann)
    people = Statement(named, pk=int, name=str)
    assert people.ask(None, pk=ann.pk, name=ann.name).rows
    clock(timedelta(days=2))
    assert not people.ask(None, pk=ann.pk, name=ann.name).rows


def test_a_new_connection_prepares_it_again(ann):
    ann.belong_until(timezone.now() + timedelta(days=1), by=ann)
    people = Statement(named, pk=int, name=str)
    assert people.ask(None, pk=ann.pk, name=ann.name).rows
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept_%'")
        assert cursor.fetchone()[0] > 0
    again = Statement(named, pk=int, name=str)
    assert again.ask(None, pk=ann.pk, name=ann.name).rows


@pytest.mark.parametrize(
    "build",
    [
        lambda shape, pk: Person.objects.filter(pk=pk, joined_at__gt=timezone.now() - timedelta(days=3)),
        lambda shape, pk: Person.objects.filter(pk__lt=pk + 1),
        lambda shape, pk: Person.objects.filter(pk=pk, name=f"person {pk}"),
    ],
)
def test_what_would_be_kept_by_mistake_is_refused(build):
    with pytest.raises(TypeError):
        Statement(build, pk=int).ask(None, pk=1)


def test_its_text_leaves_out_what_it_is_told_to(ann):
    from django.db.models import Value

    people = Statement(lambda shape, pk: Person.objects.filter(pk=pk).annotate(reader=Value(pk)), pk=int)
    answer = people.ask(None, pk=ann.pk)
    assert answer.objects[0].reader == ann.pk
    assert answer.text() != answer.text(without=["reader"])
    assert answer.text(without=["reader", "no such thing"]) == answer.text(without=["reader"])
    assert answer.column("name") == [ann.name]


def test_who_asks_is_known_by_their_rights_and_nothing_else(ann, django_assert_num_queries):
    ann.groups.add(group := Group.objects.create(name="A network"))
    rights = Rights.of(Person.objects.get(pk=ann.pk))
    asker = Asker(rights, FIRST_SLOT)
    assert (asker.is_authenticated, asker.is_staff, asker.group_ids) == (True, False, {group.pk})
    assert int(asker) == FIRST_SLOT
    with pytest.raises(AttributeError):
        asker.email  # noqa: B018
    with django_assert_num_queries(0):
        assert Rights.of(AnonymousUser()) == STRANGER
