"""Who is who: the people of the demo community by the keys of the content files, read once and not for every act."""

from collections import defaultdict
from contextlib import contextmanager

from django.db import connection

from members.accounts.models import Person

from .cast import DOMAIN, address_of

COLUMNS = [field.attname for field in Person._meta.concrete_fields]

_rows = None  # {address: (the columns of who has it, their groups)}; None where nothing is remembered


@contextmanager
def remembered():
    """Within, nobody is read twice. Whoever changes a Person, or who is in which group, says `forget()`."""
    global _rows
    _rows = {}
    try:
        yield
    finally:
        _rows = None


def forget():
    """Somebody is not who they were: a member now, or no longer."""
    if _rows is not None:
        _rows.clear()


def person_named(key):
    """The Person of content/people.toml whose `key` it is, as they are now: each time another object, so that nothing
    is left on it by the act before."""
    address = address_of(key)
    if _rows is None:
        return Person.objects.get(email=address)
    if address not in _rows:
        _remember()
    row, groups = _rows[address]
    person = Person.from_db(connection.alias, COLUMNS, row)
    person.remember_groups(groups)
    return person


def _remember():
    groups = defaultdict(dict)
    for pk, group, name in Person.groups.through.objects.values_list("person", "group", "group__name"):
        groups[pk][group] = name
    for row in Person.objects.filter(email__endswith=f"@{DOMAIN}").values_list(*COLUMNS):
        about = dict(zip(COLUMNS, row, strict=True))
        _rows[about["email"]] = row, groups[about["id"]]
