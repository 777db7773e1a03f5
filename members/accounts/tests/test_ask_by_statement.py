"""Queries that are kept for all who ask the same (members/statements.py)."""

from datetime import timedelta

import psycopg2
import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db import OperationalError, connection, transaction
from django.db.models import Exists, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from members.accounts.asking import STRANGER, Asker, Rights
from members.accounts.models import Person
from members.imprints import Looks
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


def cut_off():
    """End what answers this connection in PostgreSQL."""
    connection.ensure_connection()
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    other.cursor().execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_known", [True, False])
def test_where_the_connection_went_away_it_is_asked_again(ann, is_known):
    people = Statement(lambda _shape, pk: Person.objects.filter(pk=pk, is_staff=is_known), pk=int)
    if is_known:
        assert people.ask(None, pk=ann.pk).objects == []
    cut_off()
    connection.health_check_done = False  # as when a request begins
    assert len(people.ask(None, pk=ann.pk).objects) == (not is_known)
    with transaction.atomic():  # there something may have been written before
        cut_off()
        with pytest.raises(OperationalError):
            people.ask(None, pk=ann.pk)
        connection.close()
    connection.close()


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


@pytest.fixture
def looked_at():
    """People with this name, glanced at."""

    def build(_shape, pk, name):
        people = Person.objects.filter(name=name).annotate(is_me=Exists(Person.objects.filter(pk=pk, name=name)))
        return people.annotate(reader=Value(pk), listed=JSONObject(who="pk")).order_by("pk")

    looks = Looks(of="pk", told=("email", "listed", "no such thing"), apart=("reader",))
    return Statement(build, looks=looks, pk=int, name=str)


def test_a_glance_says_what_the_rows_come_to_and_leaves_them_there(ann, eli, looked_at, django_assert_num_queries):
    with django_assert_num_queries(2):
        glance = looked_at.glance(None, pk=ann.pk, name=ann.name)
        answer = looked_at.ask(None, pk=ann.pk, name=ann.name)
    assert glance.imprint.digests == answer.imprint.digests
    assert glance.told == answer.told
    assert glance.told[0].email == ann.email
    assert glance.told[0].listed == {"who": ann.pk}
    assert answer.objects == [ann]
    nobody = looked_at.glance(None, pk=ann.pk, name="Nobody")
    assert (nobody.told, nobody.imprint.digests, nobody.imprint.speaks) == ([], (), False)


def test_every_write_to_a_row_changes_its_imprint_and_what_is_apart_does_not(ann, eli, looked_at):
    def digests(pk=eli.pk):
        return looked_at.glance(None, pk=pk, name=ann.name).imprint.digests

    first = digests()
    assert digests(ann.pk + eli.pk) == first  # another reader, of whom nothing is said
    for about in [{"headline": "Something else"}, {"member_until": None}, {"city": "NULL"}, {"city": ""}]:
        Person.objects.filter(pk=ann.pk).update(**about)
        assert digests() != first
    Person.objects.filter(pk=eli.pk).update(name=ann.name)
    assert len(digests()) == 2
    assert digests(ann.pk)[0] != first[0]  # `is_me` is in it


def test_it_says_whether_the_rows_speak_of_who_asks(ann, eli, looked_at):
    assert looked_at.glance(None, pk=ann.pk, name=ann.name).imprint.speaks
    assert not looked_at.glance(None, pk=eli.pk, name=ann.name).imprint.speaks
    assert not looked_at.glance(None, pk=0, name=ann.name).imprint.speaks
    people = Person.objects.filter(pk=ann.pk).annotate(listed=Value(f"[7, {eli.pk}]"))
    listed = Statement(lambda _shape, pk: people, looks=Looks(of="pk"), pk=int)
    assert [listed.glance(None, pk=pk).imprint.speaks for pk in (eli.pk, eli.pk + 1_000_000)] == [True, False]


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
