"""What a query may know of the person for whom it is asked, where it is kept and asked for others too."""

from types import SimpleNamespace
from typing import NamedTuple

from .models import Person


class Rights(NamedTuple):
    """Everything by which two people are shown different things, but for what is theirs alone."""

    is_authenticated: bool
    is_active: bool
    is_member: bool
    is_moderator: bool
    is_staff: bool
    is_superuser: bool
    group_ids: frozenset

    @classmethod
    def of(cls, person):
        """The Rights of a Person or of a stranger; no query where the groups came with the person."""
        if not person.is_authenticated:
            return STRANGER
        return cls(
            is_authenticated=True,
            is_active=person.is_active,
            is_member=person.is_member,
            is_moderator=person.is_moderator,
            is_staff=person.is_staff,
            is_superuser=person.is_superuser,
            group_ids=person.group_ids,
        )


STRANGER = Rights(False, False, False, False, False, False, frozenset())


class Asker:
    """Stands for somebody with `rights` while a statement is written (members/statements.py): `pk` is its slot.

    It has nothing else of a Person, so that a query that looks at more fails here and is never kept.
    """

    groups = SimpleNamespace(through=Person.groups.through)

    def __init__(self, rights, pk):
        self.rights = rights
        self.pk = self.id = pk

    def __getattr__(self, name):
        if name in Rights._fields:
            return getattr(self.rights, name)
        raise AttributeError(f"A query that is kept cannot look at the {name} of who asks.")

    def __int__(self):
        """For conditions such as `filter(person=asker)`."""
        return int(self.pk)
