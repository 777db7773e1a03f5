"""To whom the letters of this room are offered in the table of preferences."""

from .models import Expertise


def is_expert(person):
    """Whether they answer in some subject; one query."""
    return Expertise.objects.filter(person=person).exists()
