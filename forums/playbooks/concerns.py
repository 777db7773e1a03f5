"""To whom the letters of this room are offered in the table of preferences."""

from .models import Playbook


def looks_after_one(person):
    """Whether a playbook is theirs; one query."""
    return Playbook.objects.filter(owner=person).exists()
