"""What the migrations made is what the models say; and each test finds it so."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Value
from django.db.models.functions import Concat

from members.subjects.models import Subject

from . import planted

pytestmark = pytest.mark.django_db

COLUMNS = """
    SELECT table_name || '.' || column_name, udt_name, is_nullable, character_maximum_length, is_generated, is_identity
      FROM information_schema.columns WHERE table_schema = %s AND table_name = ANY(%s)
"""
CONSTRAINTS = """
    SELECT table_class.relname || ': ' || conname, replace(pg_get_constraintdef(pg_constraint.oid), %s || '.', '')
      FROM pg_constraint JOIN pg_class AS table_class ON table_class.oid = conrelid
     WHERE connamespace = %s::regnamespace AND table_class.relname = ANY(%s) AND contype <> 'n'
"""
INDEXES = """
    SELECT indexname, replace(indexdef, %s || '.', '') FROM pg_indexes WHERE schemaname = %s AND tablename = ANY(%s)
"""


def described(schema, tables):
    """{what: how} of all columns, constraints and indexes of `tables`."""
    found = {}
    with connection.cursor() as cursor:
        for statement, about in [(COLUMNS, [schema]), (CONSTRAINTS, [schema] * 2), (INDEXES, [schema] * 2)]:
            cursor.execute(statement, [*about, tables])
            found |= {name: how for name, *how in cursor.fetchall()}
    return found


def test_the_migrations_make_the_tables_that_the_models_describe():
    """`makemigrations --check` compares words; this compares columns, constraints and indexes of real tables."""
    floors = ("members.", "forums.", "events.", "certification.")
    models = [model for model in apps.get_models() if model.__module__.startswith(floors) and not model._meta.proxy]
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA as_described; SET LOCAL search_path = as_described, public")
    with connection.schema_editor() as editor:
        for model in models:
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'as_described'")
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL search_path = public")
    assert len(tables) >= len(models)
    expected, made = described("as_described", tables), described("public", tables)
    assert {name: how for name, how in expected.items() if made.get(name) != how} == {}
    # Migrations may add what no model can say, such as an index on an expression in SQL; never a column.
    assert [name for name in made.keys() - expected.keys() if "." in name] == []


def test_after_a_test_that_really_commits_the_tables_hold_what_was_planted():
    subjects = set(Subject.objects.values_list("slug", flat=True))
    Subject.objects.update(slug=Concat("slug", Value("-2")))
    Subject.objects.create(name="Tea", slug="tea")
    get_user_model().objects.create_user("nia@example.com")
    planted.restore()
    assert subjects
    assert set(Subject.objects.values_list("slug", flat=True)) == subjects
    assert not get_user_model().objects.filter(email="nia@example.com").exists()
