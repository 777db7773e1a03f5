"""New CCXPs, for the digest. The register is public, so everyone may hear of everyone on it."""

from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext as _

from members.mail.sections import Item

from .models import Credential, register_day

MOST = 5


def items(person, since, until):
    """Who became a CCXP: first the reader, then people of their country, then the newest."""
    nearness = Case(
        When(person=person, then=Value(0)),
        When(person__country=person.country or "-", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = (
        Credential.objects.valid(register_day())
        .filter(awarded_at__gte=since, awarded_at__lt=until)
        .order_by(nearness, "-awarded_at", "-pk")[:MOST]
    )
    return [
        Item(
            key=f"credential:{credential.pk}:awarded",
            headline=(_("You are a CCXP") if credential.person_id == person.pk else _("%(name)s is a CCXP"))
            % {"name": credential.name},
            url=credential.get_absolute_url(),
        )
        for credential in found
    ]
