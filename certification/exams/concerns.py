"""To whom the letters of this room are offered in the table of preferences."""

from .models import Authorization


def may_sit(person):
    """Whether they have, or had, the right to sit; one query."""
    return Authorization.objects.filter(application__person=person).exists()
