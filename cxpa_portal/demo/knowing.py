"""Who is who: the people of the demo community by the keys of the content files, read once and not for every act."""

from contextlib import contextmanager

from django.db import connection

from members.accounts.models import Person

from .cast import DOMAIN, address_of

COLUMNS = [field.attname for field in Person._meta.concrete_fields]

_rows = None  # {address: the columns of who has it}; None where nothing is remembered
_groups = {}  # {pk: {group: its name}}
_addresses = {}  # {pk: address}


@contextmanager
def remembered():
    """Within, nobody is read twice. Whoever changes a Person, or who is in which group, says so."""
    global _rows
    _rows = {}
    forget_groups()
    try:
        yield
    finally:
        _rows = None


def forget(key=None):
    """Somebody (None: everybody) is not who they were: a member now, or no longer."""
    if _rows and key:
        _rows.pop(address_of(key), None)
    elif _rows:
        _rows.clear()


def forget_groups():
    """Somebody is in another group."""
    _groups.clear()


def person_named(key):
    """The Person of content/people.toml whose `key` it is, as they are now: each time another object, so that nothing
    is left on it by the act before."""
    address = address_of(key)
    if _rows is None:
        return Person.objects.get(email=address)
    if address not in _rows:
        _remember(**{"email": address} if _rows else {"email__endswith": f"@{DOMAIN}"})
    return _person(_rows[address])


def person_with(pk):
    """The same by the primary key; None for who is not of the demo community, and where nobody is remembered."""
    if not _rows:
        return None
    address = _addresses.get(pk)
    return _person(_rows[address]) if address in _rows else None


def _person(row):
    person = Person.from_db(connection.alias, COLUMNS, row)
    person.remember_groups(_groups.get(person.pk, {}))
    return person


def _remember(**whom):
    if not _groups:
        for pk, group, name in Person.groups.through.objects.values_list("person", "group", "group__name"):
            _groups.setdefault(pk, {})[group] = name
    for row in Person.objects.filter(**whom).values_list(*COLUMNS):
        about = dict(zip(COLUMNS, row, strict=True))
        _rows[about["email"]] = row
        _addresses[about["id"]] = about["email"]
