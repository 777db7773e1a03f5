"""To whom the letters of this room are offered in the table of preferences."""

from certification.credentials.models import Credential


def holds_the_ccxp(person):
    """Whether they have a credential, valid or not: renewal can bring it back; one query."""
    return Credential.objects.filter(person=person).exists()
