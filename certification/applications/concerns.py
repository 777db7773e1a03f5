"""To whom the letters of this room are offered in the table of preferences."""

from .models import Application


def has_applied(person):
    """Whether they began an application, ever; one query."""
    return Application.objects.filter(person=person).exists()
